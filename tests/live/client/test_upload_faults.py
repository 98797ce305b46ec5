"""Uploads of 200,000 points to a real server over connections that fail, and to one that is killed on the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress

import numpy as np
import pytest

from qschema.client import QdrantClient, models
from qschema.client.errors import QdrantError
from qschema.client.uploading import delivery
from qschema.client.uploading.errors import UploadFailed
from tests.client.uploading.faulty import CUT_AFTER, CUT_BEFORE, PASS, REFUSED, Proxy
from tests.live.server import program

pytestmark = pytest.mark.live

POINTS, SIZE = 200_000, 4
MATRIX = np.random.default_rng(0).standard_normal((POINTS, SIZE), np.float32)
HOW = {"ids": range(POINTS), "batch_size": 1000, "parallel": 2, "wait": True}


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 0.05)


def create(client, name):
    client.create_collection(
        name,
        models.VectorParams(size=SIZE, distance=models.Distance.DOT),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=0),
    )


def there(client, name):
    points = client.scroll_iter(name, page_size=20_000, with_payload=False)
    return np.fromiter((point.id for point in points), np.int64)


def test_storms_and_cut_connections(live_url, name):
    course = [REFUSED, PASS, CUT_BEFORE, REFUSED, REFUSED, PASS, CUT_AFTER, PASS]
    with QdrantClient(live_url) as client:
        create(client, name)
        with Proxy(live_url, lambda n, _: course[n % 8]) as proxy, QdrantClient(proxy.url) as uploader:
            uploader.upload_collection(name, MATRIX, max_retries=50, **HOW)
        assert np.array_equal(there(client, name), np.arange(POINTS))
        client.delete_collection(name)


def test_what_fails_for_good_is_told_point_by_point(live_url, name):
    with QdrantClient(live_url) as client:
        create(client, name)
        dead = lambda n, _: PASS if n < 120 else CUT_BEFORE  # noqa: E731 - said where it is used
        with (
            Proxy(live_url, dead) as proxy,
            QdrantClient(proxy.url) as uploader,
            pytest.raises(UploadFailed) as caught,
        ):
            uploader.upload_collection(name, MATRIX, max_retries=2, **HOW)
        failed = set(caught.value.failed_ids)
        assert caught.value.acknowledged + len(failed) == POINTS
        assert set(range(POINTS)) - failed <= set(there(client, name).tolist())
        client.delete_collection(name)


def answers(client):
    with suppress(QdrantError):
        return client.readyz()
    return None


class Killable:
    """A server with a port and a folder of its own, which outlive it."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
            self.ports = one.getsockname()[1], other.getsockname()[1]
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.ports[0]}"
        self.process = None

    def start(self):
        port, grpc_port = map(str, self.ports)
        command = [program(), "--port", port, "--grpc-port", grpc_port, "--storage", str(self.folder)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **quiet)
        with QdrantClient(self.url, check_compatibility=False) as client:
            deadline = time.monotonic() + 60
            while not answers(client):
                assert time.monotonic() < deadline, "no server came up"
                time.sleep(0.1)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def test_a_server_that_is_killed_and_started_again(tmp_path, start_server):
    server = Killable(tmp_path / "storage")
    server.start()
    again = threading.Thread(target=lambda: (server.kill(), server.start()))
    begun = []

    def watch(now):
        if now.acknowledged >= POINTS // 2 and not begun:
            begun.append(now)
            again.start()

    try:
        with QdrantClient(server.url) as client:
            create(client, "c")
            client.upload_collection("c", MATRIX, max_retries=1000, progress=watch, **HOW)
            again.join()
            assert np.array_equal(there(client, "c"), np.arange(POINTS))
    finally:
        server.kill()
