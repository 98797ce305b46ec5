"""The lock of one collection: who works on it for hours keeps others off it, and off nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.collection_lease import NOBODY, CollectionLease
from qschema.apply.errors import CollectionLockedError, LockLostError
from qschema.apply.guard import make_lock
from qschema.apply.held_lock import held_locks
from qschema.apply.history import history
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.lock_alias import take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.records import LeaseRecord
from qschema.apply.status import status
from qschema.apply.unlock import release_held
from qschema.apply.who import Who
from qschema.schema import live
from tests.apply.bench import ARTICLES, schema_of

ANN = Who(user="ann", host="laptop", pid=7)
BEN = Who(user="ben", host="laptop", pid=8)
LOGS = {"vectors": {}, "payload_indexes": {"level": {"type": "keyword"}}}
LONGEST = "a.free." + 248 * "n"


@pytest.fixture
def client(bench):
    ensure_ledger(bench.client)
    return bench.client


def lease_of(client, collection: str = "articles", *, who: Who = ANN, run: str = "r", **how) -> CollectionLease:
    return CollectionLease(client, "library", collection, run=run, who=who, **how)


def left_behind(client, collection: str = "articles", run: str = "killed") -> LockName:
    """The lock of a run that was killed."""
    make_lock(client, LockName("library", collection=collection))
    held = LockName("library", new_token(), collection)
    lease = LeaseRecord(project="library", collection=collection, token=held.token, who=ANN, run=run)
    Ledger(client).put_lease(lease)
    assert take(client, held)
    return held


@pytest.mark.parametrize("collection", ["articles", "free", "held", "a.b", LONGEST])
def test_it_outlives_the_lock_of_the_project(bench, client, collection):
    with ProjectLock(client, "library", run="r"):
        lease = lease_of(client, collection)
        lease.__enter__()
    for _ in range(2):
        with ProjectLock(client, "library", run="r") as lock:
            lock.check()
            lease.check()
    (held,) = held_locks(client, "library")
    assert (held.collection, held.lease.who, held.lease.collection) == (collection, ANN, collection)
    lease.__exit__(None, None, None)
    assert bench.is_at_rest()


def test_the_names_of_locks_are_hidden_from_plans(bench, client):
    with lease_of(client):
        assert all(name.startswith(live.RESERVED_PREFIX) for name in bench.locks())
        assert bench.plan({}).unmanaged == ()


def test_collections_and_projects_do_not_wait_for_each_other(client):
    with lease_of(client), lease_of(client, "logs"), CollectionLease(client, "shop", "articles", run="r") as other:
        other.check()


def test_whoever_is_refused_learns_who_holds_it(client):
    with lease_of(client):
        with pytest.raises(CollectionLockedError) as caught, lease_of(client, who=BEN):
            pass
        assert "the collection 'articles' is locked by ann on laptop (process 7)" in str(caught.value)
        assert caught.value.held.command in caught.value.fix


def test_a_plan_that_leaves_the_collection_alone_is_carried_out(bench, client):
    with lease_of(client):
        bench.apply({"logs": LOGS})
    assert bench.plan({"logs": LOGS}).idle


def test_a_plan_that_touches_the_collection_is_refused_before_anything_is_written(bench, client):
    bench.apply({"articles": ARTICLES, "logs": LOGS})
    before, runs = bench.shown(), len(bench.runs())
    changed = {"articles": {**ARTICLES, "hnsw_config": {"m": 24}}, "logs": {"vectors": {}}}
    with lease_of(client), pytest.raises(CollectionLockedError, match="ann on laptop"):
        bench.apply(changed)
    assert (bench.shown(), len(bench.runs())) == (before, runs)
    bench.apply(changed)
    assert bench.is_at_rest()


def test_a_plan_that_takes_the_collection_its_name_is_refused_too(bench, client):
    bench.apply({"articles": ARTICLES})
    with lease_of(client), pytest.raises(CollectionLockedError):
        bench.apply({"papers": {**ARTICLES, "renamed_from": "articles"}})


def test_what_a_run_had_that_is_over_is_taken_by_the_next_one(bench, client):
    bench.apply({"articles": ARTICLES})
    left_behind(client, run=bench.runs()[0].id)
    bench.apply({"articles": {**ARTICLES, "hnsw_config": {"m": 24}}})
    assert bench.is_at_rest()


def test_who_is_no_run_is_waited_for(bench, client):
    bench.apply({"articles": ARTICLES})
    plan = bench.plan({"articles": {**ARTICLES, "hnsw_config": {"m": 24}}})
    lease = lease_of(client, run="")
    lease.__enter__()
    with pytest.raises(CollectionLockedError, match="ann on laptop"):
        bench.carry_out(plan)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(bench.carry_out, plan, timeout=60)
        lease.__exit__(None, None, None)
        assert waiting.result().run
    assert bench.is_at_rest()


def test_one_without_a_mark_is_nobodys(bench, client):
    client.create_collection("articles", {"text": {"size": 4, "distance": "Cosine"}})
    lease = CollectionLease(client, NOBODY, "articles", run="", who=ANN)
    with lease, pytest.raises(CollectionLockedError, match="ann on laptop"):
        bench.apply({"articles": ARTICLES})
    bench.apply({"articles": ARTICLES})


def test_a_dead_one_is_freed_by_its_id(bench, client):
    dead = left_behind(client)
    with ProjectLock(client, "library", run="r") as lock:
        release_held(client, "library", dead.token)
        lock.check()
    bench.apply({"articles": ARTICLES})
    assert bench.is_at_rest()


def test_a_dead_one_is_taken_over_where_no_other_process_reaches_the_instance(bench, client):
    left_behind(client)
    with lease_of(client, who=BEN, alone=True) as lease:
        lease.check()
    assert bench.is_at_rest()


def test_one_that_is_freed_by_somebody_is_noticed(client):
    with lease_of(client) as lease:
        (held,) = held_locks(client, "library")
        release_held(client, "library", held.token)
        with pytest.raises(LockLostError, match="the collection 'articles'"):
            lease.check()


def test_status_shows_it(bench, client):
    with lease_of(client):
        (lock,) = status(client, schema_of({}), place=bench.place).as_json()["locks"]
    assert (lock["collection"], lock["holder"][:13]) == ("articles", "ann on laptop")


def test_its_run_is_at_work_without_the_lock_of_the_project(bench, client):
    bench.apply({"articles": ARTICLES})
    run = bench.records("run")[0]["run"]
    assert [one.outcome for one in history(client)] == ["done"]
    ended = next(one for one in client.scroll("_qschema", limit=100)[0] if one.payload.get("phase") == "finished")
    client.delete("_qschema", [ended.id])
    assert [one.outcome for one in history(client)] == ["unfinished"]
    with CollectionLease(client, "library", "articles", run=run):
        assert [one.outcome for one in history(client)] == ["running"]


def test_of_all_who_take_it_at_once_one_has_it(bench, client):
    inside: list[int] = []

    def enter(number: int) -> int:
        with lease_of(client, timeout=60) as lease:
            inside.append(number)
            lease.check()
            assert inside == [number]
            inside.remove(number)
        return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(enter, range(8))) == [*range(8)]
    assert bench.is_at_rest()
