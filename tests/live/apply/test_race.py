from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.lock_alias import lock_aliases, remove
from qschema.apply.lock_name import LockName
from qschema.client import QdrantClient
from tests.apply.bench import wipe
from tests.apply.race import PROJECTS, RUNNERS, check_afterwards

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[3]
ROUNDS = 20


@contextmanager
def racers(url: str, folder: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Start all who race, and end them."""
    command = [sys.executable, "-W", "error", "-m", "tests.live.apply.racer", url]
    running = [
        subprocess.Popen(
            [*command, PROJECTS[number % 2], str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(RUNNERS)
    ]
    try:
        yield running
    finally:
        for one in running:
            one.communicate()


def raced(running: list[subprocess.Popen[str]], what: str) -> list[str]:
    """Tell all to start, and return their answers; an empty one comes from a process that ended with an error."""
    for one in running:
        one.stdin.write(f"{what}\n")
        one.stdin.flush()
    return [one.stdout.readline() for one in running]


def test_first_applies_of_two_projects_race_on_an_empty_instance(own_url, tmp_path):
    with QdrantClient(own_url) as client, racers(own_url, tmp_path) as running:
        assert [one.stdout.readline() for one in running] == ["ready\n"] * RUNNERS
        for _ in range(ROUNDS):
            wipe(client)
            runs = raced(running, "apply")
            assert all(runs), "one of them ended with an error"
            assert sum(run != "\n" for run in runs) == len(PROJECTS)
            check_afterwards(client, own_url)


def test_first_locks_of_two_projects_race_on_a_ledger(own_url, tmp_path):
    """Without the guard, two holders are seen here within a few rounds."""
    with QdrantClient(own_url) as client, racers(own_url, tmp_path) as running:
        assert [one.stdout.readline() for one in running] == ["ready\n"] * RUNNERS
        wipe(client)
        ensure_ledger(client)
        for _ in range(ROUNDS):
            assert raced(running, "lock") == ["\n"] * RUNNERS
            locks = {name for name in lock_aliases(client) if name.project}
            assert locks == {LockName(project) for project in PROJECTS}
            for name in locks:
                remove(client, name)
