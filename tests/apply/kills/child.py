"""A run in a process of its own, which dies where QSCHEMA_FAILPOINT says.

usage: python -m tests.apply.kills.child PLACE [DECLARATION-AS-JSON]

With a declaration it is applied, with every destruction allowed; without one the last run is taken back.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from qschema.apply.journal import Begun
from qschema.apply.planning import plan_for
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from tests.apply.bench import PROJECT, schema_of

LOCK_SECONDS = 300.0


def opened(place: str) -> QdrantClient:
    return QdrantClient(url=place) if "://" in place else QdrantClient(path=place)


def is_alone(place: str) -> bool:
    return "://" not in place


def bring_to(client: QdrantClient, place: str, declared: dict[str, Any]) -> None:
    """Plan and apply a declaration, with every destruction allowed."""
    plan = plan_for(client, schema_of(declared), place=place, granted=(*declared, "gone"))
    apply_plan(client, plan, place=place, alone=is_alone(place), lock_timeout=LOCK_SECONDS)


def take_back(client: QdrantClient, place: str) -> None:
    """Take back the last run."""
    granted = ("articles/vectors/image", "sharded/shard_keys/south")  # there were none before
    back = plan_rollback(client, PROJECT, place=place, granted=granted)
    begun = Begun(undoes=back.undoes)
    apply_plan(client, back.plan, place=place, alone=is_alone(place), lock_timeout=LOCK_SECONDS, begun=begun)


def main(place: str, declared: str = "") -> None:
    with opened(place) as client:
        if declared:
            bring_to(client, place, json.loads(declared))
        else:
            take_back(client, place)


if __name__ == "__main__":
    main(*sys.argv[1:])
