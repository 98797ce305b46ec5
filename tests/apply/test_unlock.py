from __future__ import annotations

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.errors import NoPermissionError, NoSuchLockError
from qschema.apply.guard import make_lock
from qschema.apply.ledger import Ledger
from qschema.apply.lock_alias import create, take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.records import LeaseRecord
from qschema.apply.unlock import held_locks, release_held, repair
from qschema.apply.who import whoami
from qschema.client import requests
from tests.apply.bench import ARTICLES
from tests.apply.faults import forbidden


@pytest.fixture
def dead(bench):
    """The token of a run that was killed."""
    ensure_ledger(bench.client)
    make_lock(bench.client, LockName("library"))
    token = new_token()
    Ledger(bench.client).put_lease(LeaseRecord(project="library", token=token, who=whoami(), run="r"))
    assert take(bench.client, LockName("library", token))
    return token


def test_the_lock_of_a_dead_run_is_freed(bench, dead):
    release_held(bench.client, "library", dead)
    assert held_locks(bench.client, "library") == ()
    assert bench.is_at_rest()
    bench.apply({"articles": ARTICLES})


def test_only_the_lock_that_was_named(bench, dead):
    for project, token in (("library", new_token()), ("shop", dead)):
        with pytest.raises(NoSuchLockError):
            release_held(bench.client, project, token)
    assert [held.token for held in held_locks(bench.client, "library")] == [dead]


def test_of_two_holders_the_other_keeps_it(bench, dead):
    create(bench.client, LockName("library"))
    other = LockName("library", new_token())
    assert take(bench.client, other)
    release_held(bench.client, "library", dead)
    assert {str(other), "_qschema.lock.free"} == bench.locks()


def test_without_permission(bench, dead):
    bench.faults.add(forbidden, requests.UpdateAliases)
    with pytest.raises(NoPermissionError):
        release_held(bench.client, "library", dead)


def test_without_a_ledger_there_is_nothing_to_free_or_mend(bench):
    assert held_locks(bench.client, "library") == ()
    assert repair(bench.client) == ()
    with pytest.raises(NoSuchLockError):
        release_held(bench.client, "library", new_token())
    assert not bench.has_ledger()


def test_to_mend_what_is_whole_writes_nothing(bench):
    bench.apply({"articles": ARTICLES})
    bench.faults.sent.clear()
    assert repair(bench.client) == ()
    assert bench.faults.writes() == []
