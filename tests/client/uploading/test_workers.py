"""Uploads with processes: what arrives, what is told, and what a process that dies does to it."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from qschema.client import QdrantClient, models
from qschema.client.errors import BadRequest, InvalidRequest
from qschema.client.uploading.errors import UploadFailed, WorkerDied
from tests.faulty import CUT_BEFORE, PASS, REFUSED, Proxy

POINTS = 2000
MATRIX = np.random.default_rng(0).standard_normal((POINTS, 2), np.float32)
BAD = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"


@pytest.fixture
def name(server):
    made = f"workers-{secrets.token_hex(4)}"
    with QdrantClient(server.url) as client:
        client.create_collection(made, vectors_config=models.VectorParams(size=2, distance=models.Distance.DOT))
    return made


def there(server, name):
    with QdrantClient(server.url) as client:
        return {point.id: point.vector for point in client.scroll(name, limit=POINTS, with_vectors=True)[0]}


def children():
    """Return the processes that this one has started (Linux)."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


def test_everything_arrives(server, name):
    told = []
    before = children()
    with QdrantClient(server.url) as client:
        client.upload_collection(
            name, MATRIX, ids=range(POINTS), batch_size=100, parallel=2, method="spawn", wait=True, progress=told.append
        )
    found = there(server, name)
    assert np.array_equal(np.array([found[id] for id in range(POINTS)], np.float32), MATRIX)
    assert told[-1].acknowledged == POINTS
    assert children() == before


def test_faults_that_pass(server, name):
    course = [PASS, REFUSED, CUT_BEFORE, PASS]
    with Proxy(server.url, lambda n, _: course[n % 4]) as proxy, QdrantClient(proxy.url) as client:
        client.upload_collection(name, MATRIX, ids=range(POINTS), batch_size=500, method="fork", wait=True)
    assert there(server, name).keys() == set(range(POINTS))


def test_what_is_refused(server, name):
    with (
        Proxy(server.url, lambda n, _: BAD if n == 5 else PASS) as proxy,
        QdrantClient(proxy.url) as client,
        pytest.raises(UploadFailed) as caught,
    ):
        client.upload_collection(name, MATRIX, ids=range(POINTS), batch_size=100, parallel=2, method="spawn", wait=True)
    assert isinstance(caught.value.__cause__, BadRequest)
    assert caught.value.acknowledged + len(caught.value.failed_ids) == POINTS
    assert set(caught.value.failed_ids) == set(range(POINTS)) - there(server, name).keys()


def test_a_process_that_dies_is_an_error(server, name):
    before = children()

    def kill_all(now):
        for child in children() - before:
            os.kill(child, signal.SIGKILL)

    with QdrantClient(server.url) as client, pytest.raises(UploadFailed) as caught:
        client.upload_collection(
            name, MATRIX, ids=range(POINTS), batch_size=10, parallel=2, method="spawn", wait=True, progress=kill_all
        )
    assert isinstance(caught.value.__cause__, WorkerDied)
    assert "signal 9 killed it" in str(caught.value.__cause__)
    assert caught.value.acknowledged + len(caught.value.failed_ids) == POINTS
    assert there(server, name).keys() >= set(range(POINTS)) - set(caught.value.failed_ids)
    assert children() == before


def test_a_client_that_cannot_go_to_another_process(server, name):
    with (
        QdrantClient(server.url, auth_token_provider=lambda: "token") as client,
        pytest.raises(InvalidRequest, match="can't go to another process"),
    ):
        client.upload_collection(name, MATRIX, method="spawn")


SCRIPT = """
import os, signal, sys
from qschema.client import QdrantClient
from qschema.client.uploading.errors import UploadInterrupted

def points():
    for id in range(10_000):
        if id == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGINT)
        yield {"id": id, "vector": [1, 2]}

print("begins")
try:
    QdrantClient(sys.argv[1]).upload_points(sys.argv[2], points(), 100, 2, "spawn", wait=True)
except UploadInterrupted as stopped:
    print(stopped.acknowledged, len(stopped.failed_ids), stopped.complete)
"""


def run(server, name, interrupted_at):
    command = [sys.executable, "-W", "error", "-c", SCRIPT, server.url, name, str(interrupted_at)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_a_script_without_a_main_guard(server, name):
    assert run(server, name, -1) == ["begins"]
    with QdrantClient(server.url) as client:
        assert client.count(name).count == 10_000


def test_ctrl_c_leaves_a_count(server, name):
    _, acknowledged, failed, complete = run(server, name, 1050)
    assert complete == "False"
    assert int(acknowledged) + int(failed) == 1050
    assert int(acknowledged) <= len(there(server, name)) <= 1050
