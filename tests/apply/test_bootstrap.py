from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from qschema.apply.bootstrap import created_as, ensure_ledger
from qschema.apply.errors import GuardError, NewerLedgerError, NoPermissionError
from qschema.apply.ledger import Ledger
from qschema.apply.records import MetaRecord
from qschema.apply.unlock import repair
from qschema.client import models, requests
from tests.apply.faults import WRITES, answer_lost, creates, forbidden, lost


def test_of_all_who_make_it_at_once_one_does(bench):
    with ThreadPoolExecutor(8) as pool:
        metas = list(pool.map(lambda _: ensure_ledger(bench.client), range(8)))
    assert len({meta.ledger for meta in metas}) == 1
    assert len(bench.records("meta")) == 1
    assert bench.locks() == {"_qschema.lock.free"}


def test_a_second_time_nothing_is_written(bench):
    first = ensure_ledger(bench.client)
    bench.faults.sent.clear()
    assert ensure_ledger(bench.client) == first
    assert bench.faults.writes() == []


def test_it_has_as_many_copies_as_there_are_nodes_up_to_three(bench):
    peers = {str(number): models.PeerInfo(uri=f"http://node{number}:6335") for number in range(5)}
    status = models.ClusterStatusOneOf1.model_construct(status="enabled", peers=peers)
    bench.faults.add(lambda onward: status, requests.GetClusterStatus)
    ensure_ledger(bench.client)
    create = next(one for one in bench.faults.sent if isinstance(one, requests.CreateCollection))
    assert create.body.replication_factor == 3


def test_a_create_whose_answer_was_lost_is_ours(bench):
    bench.faults.add(answer_lost, requests.CreateCollection)
    assert ensure_ledger(bench.client).ledger == created_as(bench.client)


def test_a_create_that_something_sent_twice_is_ours(bench):
    def twice(onward):
        onward()
        return onward()

    bench.faults.add(twice, requests.CreateCollection)
    assert ensure_ledger(bench.client).ledger == created_as(bench.client)


def test_a_guard_whose_answer_was_lost_is_there(bench):
    bench.faults.add(answer_lost, requests.UpdateAliases, when=creates("_qschema.lock.free"))
    ensure_ledger(bench.client)
    assert bench.locks() == {"_qschema.lock.free"}


@pytest.mark.usefixtures("impatient")
def test_one_that_was_begun_and_never_finished_is_mended_only_on_request(bench):
    bench.faults.add(lost, requests.UpsertPoints, times=1)
    with pytest.raises(Exception, match="no answer"):
        ensure_ledger(bench.client)
    with pytest.raises(GuardError) as caught:
        ensure_ledger(bench.client)
    assert "unlock --repair" in caught.value.fix
    began_as = created_as(bench.client)
    assert repair(bench.client)
    assert ensure_ledger(bench.client).ledger == began_as
    assert bench.locks() == {"_qschema.lock.free"}
    assert repair(bench.client) == ()


def test_without_permission_nothing_is_left_behind(bench):
    bench.faults.add(forbidden, *WRITES)
    with pytest.raises(NoPermissionError):
        ensure_ledger(bench.client)
    assert not bench.has_ledger()


def test_a_newer_one_is_left_alone(bench):
    ensure_ledger(bench.client)
    bench.client.delete("_qschema", models.Filter(must=[]))
    Ledger(bench.client).append(MetaRecord(ledger="theirs", format=2))
    with pytest.raises(NewerLedgerError):
        ensure_ledger(bench.client)
    with pytest.raises(NewerLedgerError):
        repair(bench.client)
