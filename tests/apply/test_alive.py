from __future__ import annotations

import threading

import pytest

from qschema.apply import lease
from qschema.apply.alive import at_work
from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.collection_lease import CollectionLease
from qschema.apply.guard import make_lock
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.lock_alias import take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.records import LeaseRecord
from qschema.apply.who import Who

ELSEWHERE = Who(user="ann", host="laptop", pid=7)


@pytest.fixture
def client(bench):
    ensure_ledger(bench.client)
    return bench.client


@pytest.fixture
def theirs(client, monkeypatch) -> LeaseRecord:
    """The lease of a run in another process."""
    monkeypatch.setattr(lease, "BEAT_SECONDS", 0.2)
    make_lock(client, LockName("library", collection="articles"))
    held = LockName("library", new_token(), "articles")
    record = LeaseRecord(project="library", collection="articles", token=held.token, who=ELSEWHERE, run="theirs")
    Ledger(client).put_lease(record)
    assert take(client, held)
    return record


def test_who_beats_in_this_process_is_at_work(client):
    with CollectionLease(client, "library", "articles", run="a"), ProjectLock(client, "library", run="b"):
        found = at_work(client, "library", {"a", "b", "c"})
        assert {run: one.collection for run, one in found.items()} == {"a": "articles", "b": ""}
        assert at_work(client, "library", {"b"}, alone=True).keys() == {"b"}
    assert at_work(client, "library", {"a", "b"}) == {}


def test_who_beats_elsewhere_is_at_work(client, theirs):
    beat = threading.Timer(0.05, Ledger(client).beat, [theirs.model_copy(update={"beat": 1})])
    beat.start()
    assert at_work(client, "library", {"theirs"}).keys() == {"theirs"}
    beat.join()


def test_who_does_not_beat_is_not(client, theirs):
    assert at_work(client, "library", {"theirs"}) == {}


def test_where_no_other_process_reaches_the_instance_nobody_is_looked_at(client, theirs, monkeypatch):
    monkeypatch.setattr(lease, "BEAT_SECONDS", 3600.0)
    assert at_work(client, "library", {"theirs"}, alone=True) == {}
