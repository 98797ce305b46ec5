"""A collection is reindexed on a real server while it is read and written, over REST and gRPC."""

from __future__ import annotations

from functools import partial

import pytest

from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.reindex.library import Library
from tests.apply.reindex.rehearsing import catch_up_with, following, rehearse
from tests.live.apply.conftest import wipe
from tests.live.apply.test_live_writes import options

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def url(start_server):
    return start_server()


@pytest.fixture
def library(url, tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    with QdrantClient(url) as client:
        wipe(client)
        yield Library.at(client, tmp_path, url)


@pytest.mark.parametrize(
    ("grpc", "alias"), [(False, "docs"), (True, None)], ids=["rest, through an alias", "grpc, by its name"]
)
def test_writers_that_follow_lose_nothing(library, url, grpc, alias):
    with QdrantClient(**options(url, grpc=grpc)) as client:
        rehearse(library, client.without_interceptors(), alias, partial(following, client=client))


def test_writers_that_do_not_follow_are_caught_up_with(library, url):
    with QdrantClient(url) as client:
        catch_up_with(library, client)
