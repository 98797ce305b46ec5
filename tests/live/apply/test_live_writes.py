"""Writes that go on while a collection is reindexed, on real servers, over REST and gRPC."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from tests.apply.live_writes.freezes import CHECKS, CHECKS_OF_LIMITS
from tests.apply.live_writes.traffic import in_threads, prepared, rehearse
from tests.apply.live_writes.world import make
from tests.live.apply.conftest import wipe
from tests.ports import grpc_port_of

pytestmark = pytest.mark.live


def options(url: str, *, grpc: bool) -> dict[str, Any]:
    return {"url": url, "grpc_port": grpc_port_of(url), "prefer_grpc": grpc}


@pytest.fixture
def ours(own_url):
    with QdrantClient(own_url) as one:
        wipe(one)
        yield one


def inserts_only(client: QdrantClient) -> bool:
    """Whether the server knows `update_mode`; older ones overwrite what is there."""
    return not client.info().version.startswith("1.16.")


@pytest.mark.parametrize("grpc", [False, True], ids=["rest", "grpc"])
def test_threads(ours, own_url, grpc):
    with QdrantClient(**options(own_url, grpc=grpc)) as client:
        writing = partial(in_threads, client=client)
        rehearse(ours, prepared(ours, make), writing, inserts_only=inserts_only(ours))


def test_an_event_loop(ours, own_url):
    rehearse(
        ours,
        prepared(ours, make),
        lambda authors: authors.at_work_on_loop(AsyncQdrantClient(**options(own_url, grpc=True))),
        inserts_only=inserts_only(ours),
    )


@pytest.mark.parametrize("check", CHECKS)
def test_a_freeze(ours, own_url, check):
    prepared(ours, make)
    with QdrantClient(own_url, retries=0) as hasty:
        check(ours, hasty)


@pytest.mark.parametrize("check", CHECKS_OF_LIMITS)
def test_limits(ours, check):
    prepared(ours, make)
    check(ours)
