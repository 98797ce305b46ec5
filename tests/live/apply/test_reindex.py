"""A collection is reindexed on a real server while it is read and written, over REST and gRPC."""

from __future__ import annotations

import random
from functools import partial

import pytest

from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.reindex.child import ALIAS, DEEDS
from tests.apply.reindex.killing import CALLS, Instance, ends_well, resume
from tests.apply.reindex.library import Library
from tests.apply.reindex.rehearsing import catch_up_with, following, rehearse
from tests.apply.reindex.test_returning import begin_and_come_back
from tests.live.apply.conftest import wipe
from tests.live.apply.test_live_writes import options
from tests.soaking import soaking

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


def test_what_was_cleaned_up_comes_back(library):
    begin_and_come_back(library)


@pytest.mark.usefixtures("short_leases")
@pytest.mark.parametrize("seed", range(100 if soaking() else 1))
def test_it_may_be_killed_at_any_moment(library, url, tmp_path, seed):
    library.begin(4, ALIAS)
    instance = Instance(url, tmp_path)
    calls = random.Random(seed).randrange(60, CALLS)
    is_killed = instance.killed("apply", calls=calls)
    ends_well(instance, (resume if seed % 2 else DEEDS["apply"]) if is_killed else lambda library: None)
