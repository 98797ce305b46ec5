"""Ordinary user code: type checkers find nothing in it, and it does what it says."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from tests.typing.application import count_of, run
from tests.typing.deploying import deploy, deploy_specs, serve

FILES = [str(Path(__file__).with_name(name)) for name in ("application.py", "deploying.py")]

CHECKERS = {
    "mypy": ("mypy", "--strict", "--config-file="),
    "pyright": ("pyright", "--pythonpath", sys.executable),
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_type_checkers_find_nothing(checker, tmp_path):
    # from another folder, so that no configuration of this project counts
    command = [sys.executable, "-m", *CHECKERS[checker], *FILES]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_it_runs():
    with QdrantClient(":memory:") as client:
        assert [hit.title for hit in run(client)]


def test_it_runs_in_an_event_loop():
    assert asyncio.run(count_of(AsyncQdrantClient(":memory:"))) == 8


def test_it_deploys():
    with QdrantClient(":memory:") as client:
        assert deploy(client) == 4
        assert deploy_specs(client)


def test_it_makes_what_is_missing():
    async def main() -> list[str]:
        async with AsyncQdrantClient(":memory:") as client:
            return await serve(client)

    assert asyncio.run(main()) == ["done", "done"]
