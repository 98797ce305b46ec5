from __future__ import annotations

import pytest

from qschema.apply import lease
from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.errors import LockedError, LockLostError
from qschema.apply.guard import make_lock
from qschema.apply.held_lock import held_locks
from qschema.apply.lease import LEASE_SECONDS, Heartbeat, LeaseWatch
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.lock_alias import take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.patience import poll
from qschema.apply.records import LeaseRecord
from qschema.apply.who import Who
from qschema.client import requests
from tests.apply.faults import lost

ANN = Who(user="ann", host="laptop", pid=7)
BEN = Who(user="ben", host="laptop", pid=8)


@pytest.fixture
def client(bench):
    ensure_ledger(bench.client)
    return bench.client


@pytest.fixture
def clock(monkeypatch):
    """A clock that runs when it is told to."""

    class Clock:
        now = 1000.0

        def monotonic(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(lease.time, "monotonic", clock.monotonic)
    return clock


def left_behind(client, who: Who = ANN) -> LockName:
    """The lock of a run that was killed."""
    make_lock(client, LockName("library"))
    held = LockName("library", new_token())
    Ledger(client).put_lease(LeaseRecord(project="library", token=held.token, who=who, run="killed", beat=3))
    assert take(client, held)
    return held


def lock_of(client, **how) -> ProjectLock:
    return ProjectLock(client, "library", run="r", who=BEN, **how)


def test_a_holder_counts_up_and_stops(bench, client, monkeypatch):
    monkeypatch.setattr(lease, "BEAT_SECONDS", 0.001)
    with lock_of(client):
        (held,) = held_locks(client, "library")
        assert poll(lambda: Ledger(client).lease(held.token).beat >= 3, 30)
    assert bench.records("lease") == []
    assert bench.is_at_rest()


def test_a_beat_that_fails_is_made_up_for(bench, client, monkeypatch):
    monkeypatch.setattr(lease, "BEAT_SECONDS", 0.001)
    record = LeaseRecord(project="library", token=new_token(), who=ANN, run="r")
    bench.faults.add(lost, requests.UpsertPoints, times=3)
    heart = Heartbeat(client, record)
    heart.start()
    try:
        assert poll(lambda: (there := Ledger(client).lease(record.token)) and there.beat > 3, 30)
    finally:
        heart.stop()


def test_a_lease_is_stale_once_its_count_stood_still_by_our_clock(clock):
    watch, beats = LeaseWatch(), LeaseRecord(project="library", token="t", who=ANN, run="r")
    assert not watch.stale("t", beats)
    clock.now += LEASE_SECONDS - 1
    assert not watch.stale("t", beats)
    moved = beats.model_copy(update={"beat": 1})
    clock.now += 2
    assert not watch.stale("t", moved)
    clock.now += LEASE_SECONDS - 1
    assert not watch.stale("t", moved)
    clock.now += 1
    assert watch.stale("t", moved)
    assert not watch.stale("other", moved)


def test_a_holder_that_wrote_nothing_is_dead_after_that_time_too(clock):
    watch = LeaseWatch()
    assert not watch.stale("t", None)
    clock.now += LEASE_SECONDS
    assert watch.stale("t", None)


def test_who_waits_long_enough_takes_the_lock_of_the_dead(bench, client, monkeypatch):
    dead = left_behind(client)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.2)
    with lock_of(client, timeout=30) as lock:
        lock.check()
        assert held_locks(client, "library")[0].lease.who == BEN
        assert Ledger(client).lease(dead.token) is None
    assert bench.is_at_rest()


def test_one_that_lives_is_never_robbed(client, monkeypatch):
    monkeypatch.setattr(lease, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 1.0)
    with lock_of(client) as lock:
        with pytest.raises(LockedError), lock_of(client, timeout=2):
            pass
        lock.check()


def test_one_that_was_robbed_notices(client, monkeypatch):
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.0)
    with pytest.raises(LockLostError), lock_of(client) as slow, lock_of(client, timeout=30):
        slow.check()


def test_without_patience_nothing_is_taken_over(client):
    left_behind(client)
    with pytest.raises(LockedError, match="ann on laptop"), lock_of(client):
        pass


def test_what_another_process_left_in_an_embedded_instance_is_taken_at_once(bench, client):
    left_behind(client)
    with lock_of(client, alone=True) as lock:
        lock.check()
    assert bench.is_at_rest()


def test_what_another_thread_holds_is_not(client):
    left_behind(client, who=BEN)
    with pytest.raises(LockedError), lock_of(client, alone=True):
        pass
