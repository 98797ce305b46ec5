from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.client.embedded.kills.operations import Instance, broken_snapshots, everything, put_back, remains
from tests.client.embedded.kills.strategies import Life, Moment, lives

SOAK = settings().max_examples >= 1_000
START: list[Any] = [["create", "a", False], ["upsert", "a", 0, 30, 0]]
BUILDING: list[Any] = [
    *START,
    ["patch", "a", {"optimizers_config": {"indexing_threshold": 1}}],
    ["upsert", "a", 0, 2000, 1],
]


class Host:
    """The process that forks those that are killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.client.embedded.kills.host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout
        self._ear = self._process.stdout.fileno()
        self._heard = b""

    def start(self, folder: Path, life: Life) -> None:
        assert self._process.stdin
        die = [life.moment.acknowledged, life.moment.events] if life.moment.events else None
        told = {"folder": str(folder), "operations": life.operations, "die": die}
        self._process.stdin.write(orjson.dumps(told) + b"\n")
        self._process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """Wait for the next thing that is said."""
        while b"\n" not in self._heard:
            self._heard += os.read(self._ear, 1 << 20)
        line, _, self._heard = self._heard.partition(b"\n")
        said: dict[str, Any] = orjson.loads(line)
        return said

    def speaks(self) -> bool:
        """Return whether there is something to be heard."""
        return b"\n" in self._heard or bool(select.select([self._ear], [], [], 0)[0])

    def end(self) -> None:
        """End it, and the one that it has forked."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.end()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("kills")
    return (base / str(number) for number in count())


def live_and_die(host: Host, folder: Path, life: Life) -> tuple[dict[str, Any], list[str]]:
    """Have a process opened, worked and killed; return what it found, and how its acknowledged operations ended."""
    host.start(folder, life)
    born = host.heard()
    assert "pid" in born, born
    pid: int = born["pid"]
    said = [host.heard()]
    moment = life.moment
    while "ended" not in said[-1]:
        if "done" in said[-1] or (len(said) == moment.acknowledged + 1 and not moment.events):
            while moment.building and not (host.speaks() or builds(folder)):
                os.sched_yield()
            time.sleep(moment.microseconds / 1e6)  # no wait for anything: a random moment
            os.kill(pid, signal.SIGKILL)
            while "ended" not in said[-1]:
                said.append(host.heard())
        else:
            said.append(host.heard())
    failed = [one["failed"] for one in said if "failed" in one]
    assert not failed, failed[0]
    assert said[-1] == {"ended": -signal.SIGKILL}
    return said[0], [one["refused"] for one in said if "refused" in one]


def builds(folder: Path) -> bool:
    """Return whether the engine builds a segment."""
    try:
        return any(folder.glob("collections/*/shard*/temp_segments/*"))
    except FileNotFoundError:  # it was moved away while it was looked at
        return False


class Reference:
    """The same operations on an instance that nobody kills."""

    def __init__(self, folder: Path) -> None:
        self.at = Instance(folder, durable=False)
        self._unsure: Any = None

    def follow(self, operations: list[Any], acknowledged: list[str]) -> None:
        """Do what was acknowledged; what came next may or may not have happened."""
        for operation, refused in zip(operations, acknowledged, strict=False):
            assert self.at.carry_out(operation) == refused, operation
        rest = operations[len(acknowledged) :]
        self._unsure = rest[0] if rest else None

    def check(self, found: dict[str, Any]) -> None:
        assert found["remains"] == []
        seen = everything(self.at)
        if found["seen"] != seen and self._unsure is not None:
            self.at.carry_out(self._unsure)
            seen = everything(self.at)
        assert found["seen"] == seen, self._unsure


@settings(max_examples=120 if SOAK else 8, phases=[Phase.generate])
@given(st.lists(lives(), min_size=2, max_size=3))
def test_every_acknowledged_operation_survives_kills(host, folders, lived):
    """Whenever a process is killed, the next one finds all that was acknowledged; what came next is whole or absent."""
    live_on(host, folders, [Life([*START, *lived[0].operations], lived[0].moment), *lived[1:]])


@settings(max_examples=40 if SOAK else 2, phases=[Phase.generate])
@given(st.lists(st.integers(0, 50_000), min_size=2, max_size=3))
def test_kills_while_segments_are_built(host, folders, moments):
    """Nothing is lost, and what was half built doesn't pile up."""
    lived = [
        Life([["patch", "a", {"hnsw_config": {"m": 8 + number}}]], Moment(0, later, 0, building=True))
        for number, later in enumerate(moments)
    ]
    live_on(host, folders, [Life(BUILDING, Moment(len(BUILDING), 0, 0)), *lived])


def live_on(host: Host, folders: Iterator[Path], lived: list[Life]) -> None:
    """Have processes live on a folder and die, one after the other; each finds what those before it left."""
    folder = next(folders)
    reference = Reference(next(folders))
    try:
        for life in lived:
            found, acknowledged = live_and_die(host, folder, life)
            reference.check(found)
            reference.follow(life.operations, acknowledged)
        at = Instance(folder)
        try:
            reference.check({"seen": everything(at), "remains": remains(folder)})
            assert broken_snapshots(folder) == []
            compare_snapshots(at, reference.at)
        finally:
            at.engine.close()
    finally:
        reference.at.engine.close()


def compare_snapshots(at: Instance, other: Instance) -> None:
    """Put every snapshot back on both sides, and compare what comes of it."""
    for name in ("a", "b"):
        files, others = (sorted((one.folder / "snapshots" / name).glob("*.snapshot")) for one in (at, other))
        for file, its in zip(files, others, strict=True):
            put_back(at, file, "put-back")
            put_back(other, its, "put-back")
            assert everything(at) == everything(other)
