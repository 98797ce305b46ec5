"""A collection is reindexed on a real server while it is read and written, over REST and gRPC."""

from __future__ import annotations

import random
from functools import partial

import pytest

from qschema.apply.live_writes.generations import touch
from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.live_writes.freezes import refused
from tests.apply.reindex.child import ALIAS, CLONED, DEEDS, FROZEN
from tests.apply.reindex.frozen import lets_everybody_write, reindex_under_a_freeze
from tests.apply.reindex.killing import CALLS, Instance, ends_well, resume
from tests.apply.reindex.library import NAME, Library
from tests.apply.reindex.rehearsing import catch_up_with, following, rehearse
from tests.apply.reindex.test_cloning import clone_over_rest
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


@pytest.mark.parametrize("reaches_itself", [True, False])
def test_another_model_is_tried_in_a_clone(library, reaches_itself):
    clone_over_rest(library, reaches_itself=reaches_itself)


@pytest.mark.usefixtures("short_leases")
@pytest.mark.parametrize("seed", range(50 if soaking() else 1))
def test_a_clone_may_be_killed_at_any_moment(library, url, tmp_path, seed):
    library.begin(4, ALIAS)
    instance = Instance(url, tmp_path)
    is_killed = instance.killed("apply cloned", calls=random.Random(seed).randrange(60, CALLS))
    go_on = partial(resume, declared=CLONED) if seed % 2 else DEEDS["apply cloned"]
    ends_well(instance, go_on if is_killed else lambda library: None, CLONED)


def test_what_was_cleaned_up_comes_back(library):
    begin_and_come_back(library)


@pytest.mark.parametrize(
    ("grpc", "alias"), [(False, "docs"), (True, None)], ids=["rest, through an alias", "grpc, by its name"]
)
def test_nothing_is_lost_of_what_others_write_up_to_a_freeze(library, url, grpc, alias):
    how = options(url, grpc=grpc)
    with QdrantClient(**how) as client, QdrantClient(**how, retries=0) as hasty:
        reindex_under_a_freeze(library, client, hasty, alias)


@pytest.mark.usefixtures("short_leases")
@pytest.mark.parametrize("point", ["freeze_writes:after-execute", "set_alias:after-journal"])
def test_a_freeze_ends_where_its_run_was_killed(library, url, tmp_path, point):
    library.begin(4, ALIAS)
    assert Instance(url, tmp_path).killed("apply frozen", point=point)
    with QdrantClient(url, retries=0) as hasty:
        assert refused(lambda: touch(hasty, NAME))
        resume(library, FROZEN)
        assert library.serves(8, ALIAS)
        lets_everybody_write(library)


@pytest.mark.usefixtures("short_leases")
@pytest.mark.parametrize("seed", range(100 if soaking() else 1))
def test_it_may_be_killed_at_any_moment(library, url, tmp_path, seed):
    library.begin(4, ALIAS)
    instance = Instance(url, tmp_path)
    calls = random.Random(seed).randrange(60, CALLS)
    is_killed = instance.killed("apply", calls=calls)
    ends_well(instance, (resume if seed % 2 else DEEDS["apply"]) if is_killed else lambda library: None)
