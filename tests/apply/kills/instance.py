"""An instance in which runs are killed, gone on with and taken back: a folder, or a server at a URL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qschema.apply.failpoints import VARIABLE
from qschema.apply.journal import Begun
from qschema.apply.planning import plan_for
from qschema.apply.resume import plan_to_resume
from qschema.apply.run import apply_plan
from qschema.apply.snapshots import SnapshotKeeper
from qschema.client import QdrantClient, models
from qschema.planner.plan import Plan
from tests.apply.bench import Bench, schema_of
from tests.apply.kills.child import LOCK_SECONDS, bring_to, is_alone, opened, take_back
from tests.apply.kills.scenarios import Scenario

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Instance:
    """An instance as it is before a scenario's change.

    Attributes:
        place: Its folder, or its URL.
        folder: Where snapshots are kept.
        before: What it shows.
    """

    place: str
    folder: str
    before: Any

    def kill(self, point: str, declared: dict[str, Any] | None = None) -> None:
        """Apply a declaration, or take the last run back, in a process of its own, and see it die at a point."""
        what = [json.dumps(declared)] if declared else []
        done = subprocess.run(
            [sys.executable, "-m", "tests.apply.kills.child", self.place, self.folder, *what],
            cwd=ROOT,
            env={**os.environ, VARIABLE: point},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]

    def bring_to(self, declared: dict[str, Any]) -> None:
        with opened(self.place) as client:
            bring_to(client, self.place, self.folder, declared)

    def resume(self, declared: dict[str, Any]) -> None:
        with opened(self.place) as client:
            left = plan_to_resume(client, schema_of(declared), place=self.place)
            apply_plan(
                client,
                left.plan,
                place=self.place,
                alone=is_alone(self.place),
                lock_timeout=LOCK_SECONDS,
                start=left.start,
                begun=Begun(resumes=left.run),
                keeper=SnapshotKeeper((client,), Path(self.folder)),
            )

    def take_back(self) -> None:
        with opened(self.place) as client:
            take_back(client, self.place, self.folder)

    def plan(self, declared: dict[str, Any]) -> Plan:
        with opened(self.place) as client:
            return plan_for(client, schema_of(declared), place=self.place)

    def shown(self) -> Any:
        with opened(self.place) as client:
            return shown(client)


def furnish(client: QdrantClient, place: str, folder: str, scenario: Scenario) -> None:
    """Bring an empty instance to where a scenario begins, with some points."""
    for name, spec in scenario.found.items():
        client.create_collection(name, vectors_config=models.VectorParams(**spec["vectors"]))
    bring_to(client, place, folder, scenario.before)
    for name in scenario.before:
        vector: Any = {"text": [1, 2, 3, 4]} if name == "articles" else [1, 2, 3, 4]
        payloads = [{"tenant": "a", "year": year} for year in range(9)]
        points = [models.PointStruct(id=p["year"], vector=vector, payload=p) for p in payloads]
        client.upsert(name, points, shard_key_selector=scenario.shard_key)


def by_identity(said: Any) -> Any:
    """Return what an instance shows with later generations of its collections under the declared names."""
    names, aliases = {}, said["aliases"]
    for name, one in said["collections"].items():
        mark = (one["config"]["metadata"] or {}).get("qschema", {})
        mark.pop("generation", None)
        declared = mark.get("collection")
        later = name.startswith(f"{declared}__g") and aliases.get(declared) == name
        names[name] = declared if later else name
    return {
        "collections": {names[name]: one for name, one in said["collections"].items()},
        "aliases": {alias: names[target] for alias, target in aliases.items() if alias not in names.values()},
    }


_MOVING = ("segments_count", "indexed_vectors_count", "optimizer_status", "warnings", "created_at", "update_queue")


def shown(client: QdrantClient) -> Any:
    """Everything that people see: configurations, indexes, aliases, and all points.

    A collection that was brought back is the next generation; the declared name leads to it, whatever it is called.
    """
    said = by_identity(Bench.over(client).shown())
    for name, one in said["collections"].items():
        points, _ = client.scroll(name, limit=1000, with_vectors=True)
        one["points"] = [point.model_dump(mode="json") for point in points]
        if not one["config"]["metadata"]:
            one["config"]["metadata"] = None  # the last key that goes leaves an empty object
        for moving in _MOVING:
            one.pop(moving, None)
    return said
