"""Two processes and one collection: who copies into it keeps off another copy and a plan, dead or alive."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qschema.apply.copying.leasing import lease_of
from qschema.apply.copying.side import Side
from qschema.apply.errors import CollectionLockedError
from qschema.apply.held_lock import held_locks
from qschema.client import QdrantClient, models
from tests.apply.bench import ARTICLES, PROJECT, Bench, wipe
from tests.cli.session import command
from tests.servers import Server, serving

TEXT = models.VectorParams(size=4, distance=models.Distance.COSINE)
CHANGED = {"articles": {**ARTICLES, "hnsw_config": {"m": 24}}}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--memory") as one:
        yield one


@pytest.fixture
def bench(server: Server) -> Iterator[Bench]:
    """A project's collection, and another one with points."""
    with QdrantClient(server.url) as client:
        wipe(client)
        yield filled(Bench.over(client, server.url))


def filled(bench: Bench) -> Bench:
    bench.apply({"articles": ARTICLES})
    bench.client.create_collection("source", {"text": TEXT})
    vectors = {"text": [[1.0, 2.0, 3.0, 4.0]] * 100}
    bench.client.upsert("source", models.Batch(ids=list(range(100)), vectors=vectors))
    return bench


def copy(url: str, dest: str) -> list[str]:
    """Return the command that copies the points, one in a second."""
    return command("--url", url, "copy", "source", dest, "--rate", "1", "--page", "1", "--parallel", "1", "--json")


@contextmanager
def copying(url: str, dest: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Copy in a process of its own, which is at work."""
    process = subprocess.Popen(copy(url, dest), cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert '"copying"' in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def keep_off(bench: Bench, folder: Path) -> None:
    """Copy in one process, and want the collection in others: by another name, too. Other collections are free."""
    with copying(bench.place, "docs", folder) as process:
        (held,) = held_locks(bench.client, PROJECT)
        assert (held.collection, held.lease and held.lease.who.pid) == ("articles", process.pid)
        again = copy(bench.place, "articles")
        told = subprocess.run(again, cwd=folder, capture_output=True, text=True, check=False)
        assert told.returncode == 1
        assert "apply.collection-locked" in told.stdout + told.stderr
        assert f"process {process.pid}" in told.stdout + told.stderr
        with pytest.raises(CollectionLockedError, match=f"process {process.pid}"):
            bench.apply(CHANGED)
        bench.apply({"articles": ARTICLES, "logs": {"vectors": {}}})
        process.terminate()
        assert process.wait(60) == 143
    bench.apply({**CHANGED, "logs": {"vectors": {}}})
    assert bench.is_at_rest()


def test_whoever_else_wants_the_collection_is_told_who_has_it(bench: Bench, tmp_path: Path) -> None:
    keep_off(bench, tmp_path)


@pytest.mark.usefixtures("short_leases")
def test_what_a_dead_copy_had_is_taken_over_by_who_waits(bench: Bench, tmp_path: Path) -> None:
    with copying(bench.place, "articles", tmp_path) as process:
        process.kill()
        process.wait()
    assert held_locks(bench.client, PROJECT)
    with lease_of(Side(bench.client, "articles", bench.place), timeout=60) as lease:
        lease.check()
    assert bench.is_at_rest()


def test_a_collection_without_a_mark_is_kept_from_its_first_owner(bench: Bench, tmp_path: Path) -> None:
    bench.client.create_collection("books", {"text": TEXT})
    declared = {"articles": ARTICLES, "books": {"vectors": {"text": {"size": 4, "distance": "Cosine"}}}}
    with copying(bench.place, "books", tmp_path), pytest.raises(CollectionLockedError):
        bench.apply(declared)
