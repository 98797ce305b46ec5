"""Writes that go on while a collection is reindexed, on real servers, over REST and gRPC."""

from __future__ import annotations

from functools import partial

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from tests.apply.live_writes.traffic import in_threads, prepared, rehearse
from tests.apply.live_writes.world import make
from tests.live.apply.conftest import wipe
from tests.ports import grpc_port_of

pytestmark = pytest.mark.live


@pytest.fixture(params=["rest", "grpc"])
def options(request, own_url):
    return {"url": own_url, "grpc_port": grpc_port_of(own_url), "prefer_grpc": request.param == "grpc"}


@pytest.fixture
def ours(own_url):
    with QdrantClient(own_url) as one:
        wipe(one)
        yield one


def inserts_only(client: QdrantClient) -> bool:
    """Whether the server knows `update_mode`; older ones overwrite what is there."""
    return not client.info().version.startswith("1.16.")


def test_threads(ours, options):
    with QdrantClient(**options) as client:
        writing = partial(in_threads, client=client)
        rehearse(ours, prepared(ours, make), writing, inserts_only=inserts_only(ours))


def test_an_event_loop(ours, options):
    rehearse(
        ours,
        prepared(ours, make),
        lambda authors: authors.at_work_on_loop(AsyncQdrantClient(**options)),
        inserts_only=inserts_only(ours),
    )
