from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qschema.client import QdrantClient
from tests.apply.race import PROJECTS, RUNNERS, check_afterwards
from tests.live.apply.conftest import wipe

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


def test_first_applies_of_two_projects_race_on_an_empty_instance(own_url, tmp_path):
    with QdrantClient(own_url) as client, racers(own_url, tmp_path) as running:
        assert [one.stdout.readline() for one in running] == ["ready\n"] * RUNNERS
        for _ in range(ROUNDS):
            wipe(client)
            for one in running:
                one.stdin.write("go\n")
                one.stdin.flush()
            runs = [one.stdout.readline() for one in running]
            assert all(runs), "one of them ended early"
            assert sum(run != "\n" for run in runs) == len(PROJECTS)
            check_afterwards(client, own_url)
