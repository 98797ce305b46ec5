"""Uploads over a socket that is cut, or to a server that refuses or dies: all acknowledged is there, the rest told."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.errors import BadRequest, ConnectionFailed, RateLimited
from qschema.client.uploading import delivery
from qschema.client.uploading.errors import UploadFailed
from tests.faulty import CUT_AFTER, CUT_BEFORE, PASS, REFUSED, TOO_MUCH, Proxy
from tests.servers import Server, serving

POINTS = 2_000
MATRIX = np.random.default_rng(0).standard_normal((POINTS, 2), np.float32)
BAD = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 0.01)


@pytest.fixture
def name(server):
    made = f"faults-{secrets.token_hex(4)}"
    with QdrantClient(server.url) as client:
        create(client, made)
    return made


def create(client, name):
    client.create_collection(name, vectors_config=models.VectorParams(size=2, distance=models.Distance.DOT))


def there(url, name):
    with QdrantClient(url) as client:
        return {point.id for point in client.scroll(name, limit=10 * POINTS, with_payload=False)[0]}


def through(kind, server, name, decide, **options):
    """Upload all points through a faulty proxy; return how often it was called."""
    with Proxy(server.url, decide) as proxy:
        client = kind(proxy.url)
        try:
            client.upload_collection(name, MATRIX, ids=range(POINTS), wait=True, **options)
        finally:
            client.close()
    return proxy.calls


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_storm_of_429_and_cut_connections(kind, server, name, parallel):
    course = [REFUSED, PASS, CUT_BEFORE, REFUSED, REFUSED, PASS, CUT_AFTER, PASS]
    through(kind, server, name, lambda n, _: course[n % 8], max_retries=20, parallel=parallel)
    assert there(server.url, name) == set(range(POINTS))


def test_waiting_out_a_429_is_no_retry(kind, server, name):
    calls = through(kind, server, name, lambda n, _: REFUSED if n < 20 else PASS, max_retries=0, batch_size=POINTS)
    assert calls == 20


def test_a_429_without_a_time_cuts_the_batch(kind, server, name):
    through(kind, server, name, lambda _, body: TOO_MUCH if len(body) > 5000 else PASS, max_retries=0, batch_size=900)
    assert there(server.url, name) == set(range(POINTS))
    with pytest.raises(UploadFailed) as caught:
        through(kind, server, name, lambda n, body: TOO_MUCH, max_retries=0, batch_size=2)
    assert isinstance(caught.value.__cause__, RateLimited)


@pytest.mark.parametrize("parallel", [1, 4])
def test_what_is_refused_is_never_sent_again(kind, server, name, parallel):
    with pytest.raises(UploadFailed) as caught:
        through(
            kind, server, name, lambda n, _: BAD if n >= 5 else PASS, max_retries=9, batch_size=100, parallel=parallel
        )
    assert isinstance(caught.value.__cause__, BadRequest)
    assert caught.value.status == 400
    assert caught.value.complete
    assert caught.value.acknowledged == 400
    assert set(caught.value.failed_ids) == set(range(POINTS)) - there(server.url, name)


def test_retries_end(kind, server, name):
    calls = []
    with pytest.raises(UploadFailed) as caught:
        through(kind, server, name, lambda n, _: calls.append(n) or CUT_BEFORE, max_retries=2, batch_size=100)
    assert len(calls) == 3
    assert caught.value.acknowledged == 0
    assert sorted(caught.value.failed_ids) == list(range(POINTS))


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_server_that_is_killed_and_started_again(kind, tmp_path, parallel):
    first = Server("--path", tmp_path / "data")
    port = first.url.rpartition(":")[2]
    started = []
    helper = threading.Thread(target=lambda: started.append(Server("--path", tmp_path / "data", "--port", port)))

    def points():
        for id in range(POINTS):
            if id == POINTS // 2:
                first.kill()
                helper.start()
            yield {"id": id, "vector": MATRIX[id]}

    client = kind(first.url)
    try:
        create(client, "c")
        client.upload_points("c", points(), wait=True, max_retries=1000, parallel=parallel)
    finally:
        client.close()
        helper.join()
    assert there(first.url, "c") == set(range(POINTS))
    assert started[0].stop()[0] == 0


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_server_that_stays_dead(kind, tmp_path, parallel):
    first = Server("--path", tmp_path / "data")

    def kill(now):
        if now.acknowledged >= POINTS // 2:
            first.kill()
            told.append(now)

    told = []
    client = kind(first.url)
    create(client, "c")
    with pytest.raises(UploadFailed) as caught:
        client.upload_collection(
            "c", MATRIX, ids=range(POINTS), parallel=parallel, wait=True, progress=lambda now: told or kill(now)
        )
    client.close()
    assert isinstance(caught.value.__cause__, Exception)
    assert caught.value.complete
    assert caught.value.acknowledged + len(caught.value.failed_ids) == POINTS
    with serving("--path", tmp_path / "data") as again:
        assert there(again.url, "c") >= set(range(POINTS)) - set(caught.value.failed_ids)


def test_nobody_is_there(kind):
    client = kind("http://127.0.0.1:1", retries=0)
    with pytest.raises(ConnectionFailed):
        client.upload_points("c", [])
    client.close()


INTERRUPTED = """
import os, signal, sys
from qschema.client import QdrantClient
from qschema.client.uploading.errors import UploadInterrupted

def points():
    for id in range(10_000):
        if id == 1005:
            os.kill(os.getpid(), signal.SIGINT)
        yield {"id": id, "vector": [1, 2]}

try:
    QdrantClient(sys.argv[1]).upload_points(sys.argv[2], points(), 10, int(sys.argv[3]), wait=True)
except UploadInterrupted as stopped:
    print(stopped.acknowledged, len(stopped.failed_ids), stopped.complete)
"""


@pytest.mark.parametrize("parallel", [1, 3])
def test_ctrl_c_leaves_a_count(server, name, parallel):
    command = [sys.executable, "-W", "error", "-c", INTERRUPTED, server.url, name, str(parallel)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ), timeout=60)
    acknowledged, failed, complete = done.stdout.split()
    assert complete == "False"
    assert int(acknowledged) <= len(there(server.url, name)) <= 1005
    assert int(acknowledged) + int(failed) == 1005
    assert 900 <= int(acknowledged) <= 1000
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_upload_that_is_cancelled_leaves_a_count(server, name):
    async def work():
        async with AsyncQdrantClient(server.url) as client:
            task = asyncio.current_task()

            def cancel(now):
                if now.acknowledged == 500:
                    task.cancel()

            points = ({"id": id, "vector": [1, 2]} for id in range(POINTS))
            with pytest.raises(asyncio.CancelledError) as caught:
                await client.upload_points(name, points, batch_size=10, wait=True, progress=cancel)
            return caught.value

    cancelled = asyncio.run(work())
    assert 500 <= cancelled.acknowledged <= len(there(server.url, name))
    end = cancelled.acknowledged + len(cancelled.failed_ids)
    assert cancelled.failed_ids == tuple(range(cancelled.acknowledged, end))
    assert 0 < len(cancelled.failed_ids) <= 30
    assert not cancelled.complete


def test_no_more_is_read_than_is_sent_next(kind, server, name):
    read = []

    def points():
        for id in range(POINTS):
            read.append(id)
            yield {"id": id, "vector": [1, 2]}

    client = kind(server.url)
    ahead = []
    client.upload_points(
        name, points(), 10, 2, wait=True, progress=lambda now: ahead.append(len(read) - now.acknowledged)
    )
    client.close()
    assert max(ahead) <= 10 * 5
