"""A copy that is killed goes on: nothing is left out, what was noted isn't read again, and indexing is restored."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings

from qschema.apply.copying.journal import CopyJournal
from qschema.apply.failpoints import VARIABLE
from qschema.client import QdrantClient, models
from tests.apply.copying.contents import Content, content

ROOT = Path(__file__).parents[3]
SOAK = settings().max_examples >= 1_000
POINTS = 400
THRESHOLD = 777

BOUNDARIES = (
    "after-planning",
    "after-deferring-image",
    "after-deferring",
    "before-write",
    "after-write",
    "after-checkpoint",
    "before-restoring",
    "after-restoring",
)


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A folder with a collection to copy and one to copy to."""
    ids: list[Any] = [*range(POINTS // 2), *(str(UUID(int=n * 2**96)) for n in range(POINTS // 2))]
    points = [{"id": id, "vector": {"text": [n, 1, 0]}, "payload": {"n": n}} for n, id in enumerate(ids)]
    books = Content(("text",), points)
    with QdrantClient(path=str(tmp_path)) as client:
        books.fill(client, "source")
        books.create(client, "dest")
        client.update_collection("dest", optimizers_config=models.OptimizersConfigDiff(indexing_threshold=THRESHOLD))
    return str(tmp_path)


def start(place: str, *, pause: float = 0.0, point: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.apply.copying.child", place, str(pause)],
        cwd=ROOT,
        env={**os.environ, VARIABLE: point},
        stdout=subprocess.PIPE,
        text=True,
    )


def noted(place: str) -> int:
    """How many points the ledger says were read."""
    with QdrantClient(path=place) as client:
        return sum(mark.read for mark in CopyJournal(client, "killed", "dest").marks().values())


def goes_on(place: str) -> None:
    """Go on with the copy, and see that all is as it should be."""
    before = noted(place)
    again = start(place)
    said, _ = again.communicate()
    assert again.returncode == 0
    assert len(said.split()) == POINTS - before  # ids that were noted aren't read again
    with QdrantClient(path=place) as client:
        assert content(client, "dest") == content(client, "source")
        assert client.get_collection("dest").config.optimizer_config.indexing_threshold == THRESHOLD
        assert CopyJournal(client, "killed", "dest").is_done()


@pytest.mark.parametrize("boundary", BOUNDARIES if SOAK else BOUNDARIES[2::4])
def test_it_may_be_killed_at_every_boundary(place: str, boundary: str) -> None:
    killed = start(place, point=f"copy:{boundary}")
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    goes_on(place)


@pytest.mark.parametrize("seed", range(100 if SOAK else 2))
def test_it_may_be_killed_at_any_moment(place: str, seed: int) -> None:
    pages = random.Random(seed).randrange(1, POINTS // 10)
    killed = start(place, pause=0.005)
    assert killed.stdout
    for _ in range(pages):
        killed.stdout.readline()
    killed.kill()
    killed.communicate()
    goes_on(place)
