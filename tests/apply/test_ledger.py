from __future__ import annotations

from uuid import uuid4

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.errors import LedgerDamagedError
from qschema.apply.ledger import Ledger
from qschema.apply.lock_name import new_token
from qschema.apply.records import AppliedRecord, LeaseRecord, MetaRecord
from qschema.apply.who import Who
from qschema.client import requests
from qschema.client.errors import NotFound
from tests.apply.faults import answer_lost

SOMEBODY = Who(user="ann", host="laptop", pid=7)


@pytest.fixture
def ledger(bench):
    ensure_ledger(bench.client)
    return Ledger(bench.client)


def applied(number: int, project: str = "library") -> AppliedRecord:
    return AppliedRecord(project=project, run="r", collection=f"c{number}", spec={}, seq=number)


def test_without_a_ledger(bench):
    assert Ledger(bench.client).meta() is None
    with pytest.raises(NotFound):
        Ledger(bench.client).read(MetaRecord)


def test_it_is_as_the_contract_says(bench, ledger):
    config = bench.client.get_collection("_qschema").config
    assert config.params.vectors in (None, {})
    assert config.params.shard_number == 1
    assert config.strict_mode_config.enabled is False
    assert config.metadata == {"qschema": {"ledger": ledger.meta().ledger}}
    schema = bench.client.get_collection("_qschema").payload_schema
    assert {field: index.data_type.value for field, index in schema.items()} == {
        "kind": "keyword",
        "project": "keyword",
        "seq": "integer",
    }


def test_records_come_back_in_order_over_many_pages(ledger):
    numbers = [*range(1, 301)]
    for number in reversed(numbers):
        ledger.append(applied(number))
    assert [record.seq for record in ledger.read(AppliedRecord, "library")] == numbers
    assert ledger.last_seq("library") == 300


def test_projects_are_kept_apart(ledger):
    ledger.append(applied(1, "library"))
    ledger.append(applied(9, "shop"))
    assert [record.seq for record in ledger.read(AppliedRecord, "library")] == [1]
    assert [record.seq for record in ledger.read(AppliedRecord)] == [1, 9]
    assert (ledger.last_seq("library"), ledger.last_seq("shop"), ledger.last_seq("other")) == (1, 9, 0)


def test_a_record_whose_answer_was_lost_is_written_once(bench, ledger):
    bench.faults.add(answer_lost, requests.UpsertPoints, times=2)
    ledger.append(applied(1))
    assert [record.seq for record in ledger.read(AppliedRecord)] == [1]


def test_a_lease_is_overwritten_and_dropped(ledger):
    token = new_token()
    for run in ("one", "two"):
        ledger.put_lease(LeaseRecord(project="library", token=token, who=SOMEBODY, run=run))
    assert ledger.lease(token).run == "two"
    assert len(ledger.read(LeaseRecord)) == 1
    ledger.drop_lease(token)
    assert ledger.lease(token) is None


def test_what_nobody_can_read_is_named(bench, ledger):
    point = str(uuid4())
    bench.client.upsert("_qschema", [{"id": point, "vector": {}, "payload": {"kind": "applied", "project": "library"}}])
    with pytest.raises(LedgerDamagedError, match=point):
        ledger.read(AppliedRecord, "library")


def test_kinds_of_newer_versions_are_passed_over(bench, ledger):
    bench.client.upsert("_qschema", [{"id": str(uuid4()), "vector": {}, "payload": {"kind": "dream"}}])
    assert ledger.read(AppliedRecord) == []
    assert {"kind": "dream"} in list(ledger.everything())
