from __future__ import annotations

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.ledger import Ledger
from qschema.apply.records import MetaRecord
from qschema.client import models, requests
from qschema.schema.secrets import remember
from tests.apply.bench import ARTICLES
from tests.apply.faults import forbidden

WITHOUT_INDEX = {key: value for key, value in ARTICLES.items() if key != "payload_indexes"}


def kinds(plan):
    return [step.kind for step in plan.steps]


def test_nothing_is_written(bench):
    plan = bench.plan({"articles": ARTICLES})
    assert kinds(plan) == ["create_collection", "create_index", "set_alias"]
    assert bench.faults.writes() == []


def test_a_second_plan_is_idle(bench):
    bench.apply({"articles": ARTICLES})
    plan = bench.plan({"articles": ARTICLES})
    assert plan.empty
    assert plan.idle


def test_the_target_is_the_place_until_there_is_a_ledger(bench):
    assert bench.plan({}).target == bench.place
    ensure_ledger(bench.client)
    assert bench.plan({}).target == Ledger(bench.client).meta().ledger


def test_a_place_is_shown_without_its_password(bench):
    bench.place = "http://ann:pa55word-of-ann@somewhere:6333"
    assert bench.plan({}).target == "http://ann:***@somewhere:6333"


def test_what_was_applied_and_is_no_longer_declared_goes(bench):
    bench.apply({"articles": ARTICLES})
    assert kinds(bench.plan({"articles": WITHOUT_INDEX})) == ["delete_index"]
    assert kinds(bench.plan({})) == ["delete_collection"]


def test_what_others_added_stays(bench):
    bench.apply({"articles": WITHOUT_INDEX})
    bench.client.create_payload_index("articles", "year", models.PayloadSchemaType.INTEGER)
    plan = bench.plan({"articles": WITHOUT_INDEX})
    assert plan.idle
    assert plan.unmanaged == ("articles/payload_indexes/year",)


@pytest.mark.parametrize("unreadable", ["gone", "forbidden", "newer"])
def test_without_a_ledger_that_can_be_read_nothing_is_removed(bench, unreadable):
    bench.apply({"articles": ARTICLES})
    if unreadable == "gone":
        bench.client.delete_collection("_qschema")
    elif unreadable == "forbidden":
        bench.faults.add(forbidden, requests.ScrollPoints, requests.GetCollection, about="_qschema")
    else:
        bench.client.delete("_qschema", models.Filter(must=[]))
        Ledger(bench.client).append(MetaRecord(ledger="theirs", format=2))
        theirs = {"kind": "applied", "project": "library", "declaration": "in a form of its own"}
        bench.client.upsert("_qschema", [{"id": 1, "vector": {}, "payload": theirs}])
    plan = bench.plan({"articles": WITHOUT_INDEX})
    assert kinds(plan) == []
    assert plan.unmanaged == ("articles/payload_indexes/tenant",)
    assert "nothing that is no longer declared is removed" in plan.notes[0]
    assert kinds(bench.plan({})) == []


def test_a_secret_in_a_declaration_makes_no_eternal_difference(bench):
    remember("t0ken-of-ann")
    declared = {"articles": {**ARTICLES, "metadata": {"source": "t0ken-of-ann"}}}
    bench.apply(declared)
    assert bench.plan(declared).idle
