"""Real writers, in threads and on an event loop, while a collection is reindexed behind its alias."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from tests.apply.live_writes.traffic import Authors, in_threads, nothing_is_lost, prepared, rehearse, reindexed, seed
from tests.apply.live_writes.world import make
from tests.servers import serving


@pytest.fixture
def url() -> Iterator[str]:
    with serving("--memory") as server:
        yield server.url


def test_in_this_process():
    with QdrantClient(":memory:") as client:
        rehearse(client.without_interceptors(), prepared(client, make), partial(in_threads, client=client))


def test_over_rest(url):
    with QdrantClient(url) as client, QdrantClient(url) as ours:
        rehearse(ours, prepared(ours, make), partial(in_threads, client=client))


def test_on_an_event_loop(url):
    with QdrantClient(url) as ours:
        mirror = prepared(ours, make)
        rehearse(ours, mirror, lambda authors: authors.at_work_on_loop(AsyncQdrantClient(url)))


def test_handing_over_loses_nothing():
    with QdrantClient(":memory:") as client:
        ours = client.without_interceptors()
        mirror = prepared(ours, partial(make, transform=""))
        seed(ours)
        authors = Authors()
        with in_threads(authors, client):
            live = reindexed(ours, mirror, authors)
            with live.handed_over(limit=60.0):
                held_at = authors.writes
            authors.wait_for(20)
            live.end()
            assert authors.writes > held_at
        nothing_is_lost(ours, authors)
        assert not ours.collection_exists(mirror.marks)
