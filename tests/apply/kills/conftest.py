from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qschema.apply.failpoints import VARIABLE
from qschema.apply.journal import Begun
from qschema.apply.planning import plan_for
from qschema.apply.resume import plan_to_resume
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient, models
from qschema.planner.plan import Plan
from tests.apply.bench import Bench, schema_of
from tests.apply.kills.child import opened
from tests.apply.kills.declarations import BEFORE, PLAIN, WITH_LOSS_BEFORE

ROOT = Path(__file__).parents[3]


@dataclass
class Killed:
    """An instance in which a run is killed.

    Attributes:
        place: Its folder.
        before: What it showed before the run.
    """

    place: str
    before: Any = None

    def kill(self, declared: dict[str, Any], point: str) -> None:
        """Run in a process of its own, and see it die at a point."""
        with opened(self.place) as client:
            self.before = shown(client)
        done = subprocess.run(
            [sys.executable, "-m", "tests.apply.kills.child", self.place, json.dumps(declared)],
            cwd=ROOT,
            env={**os.environ, VARIABLE: point},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]

    def resume(self, declared: dict[str, Any]) -> None:
        with opened(self.place) as client:
            left = plan_to_resume(client, schema_of(declared), place=self.place)
            begun = Begun(resumes=left.run)
            apply_plan(client, left.plan, place=self.place, alone=True, start=left.start, begun=begun)

    def take_back(self) -> None:
        with opened(self.place) as client:
            granted = ("articles/vectors/image",)  # it had none before
            back = plan_rollback(client, "library", place=self.place, granted=granted)
            apply_plan(client, back.plan, place=self.place, alone=True, begun=Begun(undoes=back.undoes))

    def plan(self, declared: dict[str, Any]) -> Plan:
        with opened(self.place) as client:
            return plan_for(client, schema_of(declared), place=self.place)

    def shown(self) -> Any:
        with opened(self.place) as client:
            return shown(client)


def shown(client: QdrantClient) -> Any:
    """Everything that people see: configurations, indexes, aliases, and all points."""
    said = Bench.over(client).shown()
    for name, one in said["collections"].items():
        points, _ = client.scroll(name, limit=1000, with_vectors=True)
        one["points"] = [point.model_dump(mode="json") for point in points]
        if not one["config"]["metadata"]:
            one["config"]["metadata"] = None  # the last key that goes leaves an empty object
        for moving in ("segments_count", "indexed_vectors_count", "optimizer_status", "warnings", "created_at"):
            one.pop(moving, None)
    return said


def furnish(client: QdrantClient, place: str, declared: dict[str, Any]) -> None:
    apply_plan(client, plan_for(client, schema_of(declared), place=place), place=place)
    for name in declared:
        vector: Any = {"text": [1, 2, 3, 4]} if name == "articles" else [1, 2, 3, 4]
        payloads = [{"tenant": "a", "year": year} for year in range(9)]
        client.upsert(name, [models.PointStruct(id=p["year"], vector=vector, payload=p) for p in payloads])


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of instances before a run, made once and copied for each kill."""
    folders = {}
    for name, declared in (("before", BEFORE), ("with-loss", WITH_LOSS_BEFORE)):
        folders[name] = tmp_path_factory.mktemp("kills") / "instance"
        with QdrantClient(path=str(folders[name])) as client:
            if "found" not in declared:
                client.create_collection("found", vectors_config=models.VectorParams(**PLAIN["vectors"]))
            furnish(client, str(folders[name]), declared)
    return folders


@pytest.fixture
def killed(_templates: dict[str, Path], tmp_path: Path) -> Callable[[str], Killed]:
    """Make an instance as it is before a run."""

    def make(template: str) -> Killed:
        folder = tmp_path / "instance"
        shutil.copytree(_templates[template], folder)
        return Killed(str(folder))

    return make
