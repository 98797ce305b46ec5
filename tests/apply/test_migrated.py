"""Which saved migrations an instance has had: those that are done and were not taken back."""

from __future__ import annotations

import pytest

from qschema.apply.errors import StalePlanError, StepFailedError
from qschema.apply.journal import Begun
from qschema.apply.migrated import Migrated, migrated
from qschema.apply.migration_id import MigrationId
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import apply_plan
from qschema.client import requests
from tests.apply.bench import ARTICLES, PROJECT
from tests.apply.faults import forbidden

ONE, TWO = MigrationId(revision="a1", name="0001_one"), MigrationId(revision="b2", name="0002_two")


def carry_out(bench, declared, migration, **begun):
    plan = bench.plan(declared)
    return apply_plan(bench.client, plan, place=bench.place, begun=Begun(migration=migration, **begun))


def test_an_instance_without_a_ledger_has_had_none(bench):
    assert migrated(bench.client, PROJECT) == Migrated((), None)


def test_it_is_recorded_even_if_there_was_nothing_to_do(bench):
    bench.apply({"articles": ARTICLES})
    assert carry_out(bench, {"articles": ARTICLES}, ONE).steps == ()
    assert migrated(bench.client, PROJECT) == Migrated((ONE,), None)


def test_nobody_carries_it_out_twice(bench):
    carry_out(bench, {"articles": ARTICLES}, ONE)
    with pytest.raises(StalePlanError, match="another run has carried out this migration"):
        carry_out(bench, {"articles": ARTICLES, "books": {}}, ONE)
    assert not bench.client.collection_exists("books")


def test_what_failed_is_under_way_until_it_is_done(bench):
    bench.faults.add(forbidden, requests.CreatePayloadIndex, about="articles", times=1)
    with pytest.raises(StepFailedError):
        carry_out(bench, {"articles": ARTICLES}, ONE)
    assert migrated(bench.client, PROJECT) == Migrated((), ONE)
    carry_out(bench, {"articles": ARTICLES}, ONE)
    assert migrated(bench.client, PROJECT) == Migrated((ONE,), None)


def test_what_is_taken_back_was_not_had(bench):
    carry_out(bench, {"articles": ARTICLES}, ONE)
    carry_out(bench, {"articles": ARTICLES, "books": {}}, TWO)
    assert migrated(bench.client, PROJECT).done == (ONE, TWO)
    back = plan_rollback(bench.client, PROJECT, place=bench.place)
    apply_plan(bench.client, back.plan, place=bench.place, begun=Begun(undoes=back.undoes))
    assert migrated(bench.client, PROJECT) == Migrated((ONE,), None)
    carry_out(bench, {"articles": ARTICLES, "books": {}}, TWO)
    assert migrated(bench.client, PROJECT).done == (ONE, TWO)
