"""Uploads of 200,000 points to a real server over connections that fail, and to one that is killed on the way."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from qschema.client import QdrantClient, models
from qschema.client.uploading import delivery
from qschema.client.uploading.errors import UploadFailed
from tests.faulty import CUT_AFTER, CUT_BEFORE, PASS, REFUSED, Proxy
from tests.live.server import Place, free_ports

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


def test_a_server_that_is_killed_and_started_again(tmp_path, start_server):
    place = Place(tmp_path / "storage", *free_ports())
    processes = [place.start()]
    begun = []

    def kill_and_start():
        processes[0].kill()
        processes[0].wait()
        processes.append(place.start())

    again = threading.Thread(target=kill_and_start)

    def watch(now):
        if now.acknowledged >= POINTS // 2 and not begun:
            begun.append(now)
            again.start()

    try:
        with QdrantClient(place.url) as client:
            create(client, "c")
            client.upload_collection("c", MATRIX, max_retries=1000, progress=watch, **HOW)
            again.join()
            assert np.array_equal(there(client, "c"), np.arange(POINTS))
    finally:
        processes[-1].kill()
        processes[-1].wait()
