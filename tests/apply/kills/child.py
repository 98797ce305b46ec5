"""A run in a process of its own, which dies where QSCHEMA_FAILPOINT says: PLACE PROJECT-AS-JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from tests.apply.bench import schema_of


def opened(place: str) -> QdrantClient:
    return QdrantClient(url=place) if "://" in place else QdrantClient(path=place)


def main(place: str, declared: dict[str, Any]) -> None:
    """Plan and apply a declaration, with every destruction allowed."""
    with opened(place) as client:
        plan = plan_for(client, schema_of(declared), place=place, granted=(*declared, "gone"))
        apply_plan(client, plan, place=place, alone="://" not in place, lock_timeout=300)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
