from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.errors import (
    GuardError,
    LockedError,
    LockLostError,
    NoPermissionError,
    NotReleasedError,
)
from qschema.apply.guard import make_lock
from qschema.apply.held_lock import held_locks
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.lock_alias import create, give_back, lock_aliases, remove, take, take_over
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.unlock import release_held, repair
from qschema.apply.who import Who
from qschema.client import requests
from qschema.client.errors import Timeout
from tests.apply.faults import answer_lost, creates, forbidden, lost, renames_to

ANN = Who(user="ann", host="laptop", pid=7)
FREE = {"_qschema.lock.free", "_qschema.lock.library.free"}


@pytest.fixture
def client(bench):
    ensure_ledger(bench.client)
    return bench.client


def lock_of(client, *, timeout: float = 0.0) -> ProjectLock:
    return ProjectLock(client, "library", run="r", timeout=timeout, who=ANN)


def test_it_is_given_back(bench, client):
    with lock_of(client) as lock:
        lock.check()
        assert held_locks(client, "library")
    assert bench.locks() == FREE
    assert bench.is_at_rest()


def test_it_is_given_back_whatever_happens(bench, client):
    with pytest.raises(KeyboardInterrupt), lock_of(client):
        raise KeyboardInterrupt
    assert bench.is_at_rest()


def test_whoever_is_refused_learns_who_holds_it(bench, client):
    with lock_of(client):
        with pytest.raises(LockedError) as caught, lock_of(client):
            pass
        held = caught.value.held
        assert held.lease.who == ANN
        assert "ann on laptop (process 7)" in str(caught.value)
        assert f"qschema unlock {held.token}" in caught.value.fix
        assert len(bench.records("lease")) == 1
    assert bench.is_at_rest()


def test_projects_do_not_wait_for_each_other(client):
    with lock_of(client), ProjectLock(client, "shop", run="r") as other:
        other.check()


def test_who_waits_gets_it_next(client):
    entered = Event()

    def second() -> None:
        with lock_of(client, timeout=60):
            entered.set()

    with ThreadPoolExecutor() as pool:
        with lock_of(client):
            waiting = pool.submit(second)
            assert not entered.is_set()
        waiting.result(60)
    assert entered.is_set()


def test_one_that_is_freed_by_somebody_is_noticed(client):
    with lock_of(client) as lock:
        (held,) = held_locks(client, "library")
        release_held(client, "library", held.token)
        with pytest.raises(LockLostError):
            lock.check()


def test_a_second_one_of_the_project_is_noticed(client):
    with lock_of(client) as lock:
        create(client, LockName("library"))
        with pytest.raises(LockLostError):
            lock.check()


@pytest.mark.parametrize("project", ["", "library"])
def test_taking_it_is_ours_if_the_answer_was_lost(bench, client, project):
    bench.faults.add(answer_lost, requests.UpdateAliases, when=renames_to("held."), times=2)
    with lock_of(client) as lock:
        lock.check()
    assert bench.locks() == FREE


def test_one_taken_by_a_try_that_came_late_is_not_left_behind(bench, client):
    def late(onward):
        onward()
        raise KeyboardInterrupt

    bench.faults.add(late, requests.UpdateAliases, when=renames_to("library.held."))
    with pytest.raises(KeyboardInterrupt), lock_of(client):
        pass
    assert bench.locks() == FREE
    assert bench.is_at_rest()


def test_making_it_is_done_once_if_the_answer_was_lost(bench, client):
    bench.faults.add(answer_lost, requests.UpdateAliases, when=creates("_qschema.lock.library.free"))
    with lock_of(client):
        pass
    made = [one for one in bench.faults.sent if isinstance(one, requests.UpdateAliases)]
    assert sum(creates("_qschema.lock.library.free")(one) for one in made) == 1
    assert bench.locks() == FREE


@pytest.mark.usefixtures("impatient")
def test_nobody_makes_it_while_nobody_knows_whether_it_was_made(bench, client):
    bench.faults.add(lost, requests.UpdateAliases, when=creates("_qschema.lock.library.free"), times=1)
    for _ in range(2):
        with pytest.raises(GuardError) as caught, lock_of(client):
            pass
        assert "unlock --repair" in caught.value.fix
    assert repair(client) == ("The guard that a run had never given back is free again.",)
    with lock_of(client):
        pass
    assert bench.locks() == FREE


@pytest.mark.usefixtures("impatient")
def test_a_missing_guard_is_mended_only_on_request(bench, client):
    remove(client, LockName())
    with pytest.raises(GuardError, match="lost its guard"), lock_of(client):
        pass
    assert repair(client) == ("The ledger was completed, and its guard was made.",)
    with lock_of(client):
        pass
    assert bench.locks() == FREE


@pytest.mark.usefixtures("impatient")
def test_a_guard_in_changing_hands_is_waited_for(bench, client):
    """Many make their first locks at once; as long as they give the guard back, there is nothing to mend."""
    one, another = LockName(token="a" * 32), LockName(token="b" * 32)
    take(client, one)

    def passed_on(onward):
        if one in lock_aliases(client):
            take_over(client, one, another)
        else:
            give_back(client, another)
        return onward()

    def takes_guard(request):
        return "old_alias_name='_qschema.lock.free'" in str(request.body)

    bench.faults.add(passed_on, requests.UpdateAliases, when=takes_guard, times=2)
    with lock_of(client):
        pass
    assert bench.locks() == FREE


def test_a_lock_that_somebody_else_makes_meanwhile_is_made(bench, client):
    """Whoever waits for the guard waits for that too: it may be in the hands of somebody else by then."""
    other = LockName(token="a" * 32)
    take(client, other)

    def made(onward):
        create(client, LockName("library"))
        return onward()

    bench.faults.add(made, requests.UpdateAliases, when=renames_to("_qschema.lock.held."), times=1)
    with lock_of(client) as lock:
        lock.check()
    assert bench.locks() == {str(other), "_qschema.lock.library.free"}


def test_a_missing_guard_does_not_matter_to_who_has_a_lock_already(client):
    make_lock(client, LockName("library"))
    remove(client, LockName())
    with lock_of(client) as lock:
        lock.check()


def test_without_permission(bench, client):
    bench.faults.add(forbidden, requests.UpdateAliases)
    with pytest.raises(NoPermissionError, match="lock"), lock_of(client):
        pass
    assert bench.locks() == {"_qschema.lock.free"}
    assert bench.is_at_rest()


@pytest.mark.usefixtures("impatient")
def test_one_that_can_not_be_given_back_is_told(bench, client):
    bench.faults.add(lost, requests.UpdateAliases, when=renames_to("library.free"))
    with pytest.raises(NotReleasedError) as caught, lock_of(client):
        pass
    (held,) = held_locks(client, "library")
    assert held.command in caught.value.fix


@pytest.mark.usefixtures("impatient")
def test_one_that_can_not_be_given_back_after_an_error_does_not_hide_it(bench, client):
    bench.faults.add(lost, requests.UpdateAliases, when=renames_to("library.free"))
    with pytest.raises(LockLostError) as caught, lock_of(client):
        raise LockLostError("the project 'library'")
    (held,) = held_locks(client, "library")
    assert held.command in caught.value.fix


@pytest.mark.usefixtures("impatient")
def test_an_instance_that_does_not_answer(bench, client):
    bench.faults.add(lost, requests.GetAliases)
    with pytest.raises(Timeout), lock_of(client):
        pass


def test_a_holder_without_a_record_is_shown_too(client):
    make_lock(client, LockName("library"))
    token = new_token()
    assert take(client, LockName("library", token))
    (held,) = held_locks(client, "library")
    assert (held.token, held.lease) == (token, None)
    assert "no record" in held.holder
    with pytest.raises(LockedError), lock_of(client):
        pass


def test_a_holder_whose_record_is_damaged_is_shown_too(client):
    make_lock(client, LockName("library"))
    token = new_token()
    assert take(client, LockName("library", token))
    Ledger(client)._client.upsert("_qschema", [{"id": token, "vector": {}, "payload": {"kind": "lease"}}])
    (held,) = held_locks(client, "library")
    assert held.lease is None


@pytest.mark.parametrize("round_", range(5))
def test_of_all_who_take_it_at_once_one_has_it(client, round_):
    inside: list[int] = []

    def enter(number: int) -> int:
        with lock_of(client, timeout=60) as lock:
            inside.append(number)
            lock.check()
            assert inside == [number]
            inside.remove(number)
        return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(enter, range(8))) == [*range(8)]


@pytest.mark.parametrize("round_", range(5))
def test_of_all_who_do_not_wait_one_has_it(client, round_):
    end = Event()

    def enter() -> str:
        try:
            with lock_of(client):
                end.wait(60)
                return "had it"
        except LockedError:
            return "refused"

    with ThreadPoolExecutor(8) as pool:
        ending = as_completed([pool.submit(enter) for _ in range(8)])
        assert [next(ending).result() for _ in range(7)] == ["refused"] * 7
        end.set()
        assert next(ending).result() == "had it"
