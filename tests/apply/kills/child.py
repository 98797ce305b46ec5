"""A run in a process of its own, which dies where QSCHEMA_FAILPOINT says.

usage: python -m tests.apply.kills.child PLACE FOLDER-OF-SNAPSHOTS [DECLARATION-AS-JSON]

With a declaration it is applied, with every destruction allowed; without one the last run is taken back.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qschema.apply.journal import Begun
from qschema.apply.planning import plan_for
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import apply_plan
from qschema.apply.snapshots import SnapshotKeeper
from qschema.client import QdrantClient
from tests.apply.bench import PROJECT, schema_of

LOCK_SECONDS = 300.0


def opened(place: str) -> QdrantClient:
    return QdrantClient(url=place) if "://" in place else QdrantClient(path=place)


def is_alone(place: str) -> bool:
    return "://" not in place


def bring_to(client: QdrantClient, place: str, folder: str, declared: dict[str, Any]) -> None:
    """Plan and apply a declaration, with every destruction allowed."""
    plan = plan_for(client, schema_of(declared), place=place, granted=(*declared, "gone"), snapshots="irreversible")
    keeper = SnapshotKeeper((client,), Path(folder))
    apply_plan(client, plan, place=place, alone=is_alone(place), lock_timeout=LOCK_SECONDS, keeper=keeper)


def take_back(client: QdrantClient, place: str, folder: str) -> None:
    """Take back the last run."""
    granted = ("articles", "sharded/shard_keys/south")  # what is lost there was never wanted
    back = plan_rollback(client, PROJECT, place=place, granted=granted, snapshots="irreversible")
    apply_plan(
        client,
        back.plan,
        place=place,
        alone=is_alone(place),
        lock_timeout=LOCK_SECONDS,
        begun=Begun(undoes=back.undoes),
        keeper=SnapshotKeeper((client,), Path(folder)),
    )


def main(place: str, folder: str, declared: str = "") -> None:
    with opened(place) as client:
        if declared:
            bring_to(client, place, folder, json.loads(declared))
        else:
            take_back(client, place, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
