from __future__ import annotations

import pytest

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.errors import (
    ImpossiblePlanError,
    LockedError,
    NewerLedgerError,
    NoPermissionError,
    OldServerError,
    OtherTargetError,
    RefusedError,
    StalePlanError,
)
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.records import MetaRecord
from qschema.client import models, requests
from tests.apply.bench import ARTICLES, Told
from tests.apply.faults import WRITES, forbidden

PLAIN = {"vectors": {"size": 4, "distance": "Dot"}}


def make(bench, name: str, metadata=None) -> None:
    """Make a collection as somebody without qschema would."""
    vectors = models.VectorParams(size=4, distance=models.Distance.DOT)
    bench.client.create_collection(name, vectors_config=vectors, metadata=metadata)


def test_a_plan_is_carried_out(bench):
    told = Told()
    outcome = bench.carry_out(bench.plan({"articles": ARTICLES}), watch=told)
    assert outcome.steps == ("done", "done", "done")
    assert told.started == ["create_collection", "create_index", "set_alias"]
    assert told.done == ["done"] * 3
    assert bench.client.get_aliases().aliases[-1].collection_name in ("articles", "_qschema")
    metadata = bench.client.get_collection("docs").config.metadata
    assert metadata == {"qschema": {"project": "library", "collection": "articles", "generation": 1}}
    assert bench.is_at_rest()


def test_a_collection_is_never_there_without_its_mark(bench):
    bench.apply({"articles": ARTICLES})
    create = next(
        one for one in bench.faults.sent if isinstance(one, requests.CreateCollection) and one.collection == "articles"
    )
    assert create.body.metadata["qschema"]["project"] == "library"


def test_everything_is_recorded(bench):
    outcome = bench.apply({"articles": ARTICLES})
    started, finished = bench.records("run")
    assert {started["run"], finished["run"]} == {outcome.run}
    assert (started["phase"], finished["phase"], finished["outcome"]) == ("started", "finished", "done")
    assert started["summary"] == "3 to add, 0 to change, 0 to destroy"
    assert [(one["index"], one["phase"]) for one in bench.records("step")] == [
        (index, phase) for index in range(3) for phase in ("before", "after")
    ]
    (applied,) = bench.records("applied")
    assert applied["collection"] == "articles"
    seqs = sorted(one["seq"] for kind in ("run", "step", "applied") for one in bench.records(kind))
    assert seqs == [*range(1, 10)]


def test_before_images_show_what_was(bench):
    bench.apply({"articles": ARTICLES})
    bench.apply({"articles": {**ARTICLES, "payload_indexes": {"tenant": {"type": "keyword", "is_tenant": True}}}})
    before = [one for one in bench.records("step") if one["phase"] == "before"]
    image = before[-1]["image"]
    assert '"payload_indexes":{"tenant":{"type":"keyword"}}' in image
    assert '"docs":"articles"' in image
    assert '"project":"library"' in image
    assert '"collection":null' in before[0]["image"]


def test_a_step_whose_effect_is_there_is_skipped(bench):
    bench.apply({"articles": PLAIN})
    plan = bench.plan(
        {"articles": {**PLAIN, "payload_indexes": {"year": {"type": "integer"}, "tag": {"type": "keyword"}}}}
    )
    told = Told(lambda number: number == 1 and bench.client.create_payload_index("articles", "tag", "keyword"))
    assert bench.carry_out(plan, watch=told).steps == ("done", "skipped")
    assert told.done == ["done", "skipped"]
    assert [step.outcome for step in bench.runs()[-1].steps] == ["done", "skipped"]


def test_an_idle_plan_touches_nothing(bench):
    plan = bench.plan({})
    bench.faults.sent.clear()
    assert bench.carry_out(plan).run == ""
    assert bench.faults.sent == []
    assert not bench.has_ledger()


def test_a_plan_that_only_adopts_is_applied(bench):
    make(bench, "articles", {"team": "search"})
    plan = bench.plan({"articles": PLAIN})
    assert plan.empty
    assert not plan.idle
    bench.carry_out(plan)
    metadata = bench.client.get_collection("articles").config.metadata
    assert metadata["team"] == "search"
    assert metadata["qschema"]["project"] == "library"
    assert [one["collection"] for one in bench.records("applied")] == ["articles"]
    assert bench.plan({"articles": PLAIN}).idle


def test_a_plan_that_only_notes_is_applied(bench):
    bench.apply({"articles": PLAIN})
    bench.client.delete_collection("_qschema")
    plan = bench.plan({"articles": PLAIN})
    assert plan.steps == ()
    bench.carry_out(plan)
    assert len(bench.records("applied")) == 1
    assert bench.plan({"articles": PLAIN}).idle


def test_what_is_destroyed_is_no_longer_applied(bench):
    bench.apply({"articles": PLAIN})
    bench.apply({}, granted=("articles",))
    assert not bench.client.collection_exists("articles")
    assert [one["spec"] is None for one in bench.records("applied")] == [False, True]
    assert bench.plan({}).idle


def test_a_collection_is_replaced(bench):
    bench.apply({"articles": ARTICLES})
    bench.apply({"articles": {**ARTICLES, "shard_number": 2}}, granted=("articles",))
    assert bench.client.get_collection("docs").config.metadata["qschema"]["generation"] == 2
    assert bench.plan({"articles": {**ARTICLES, "shard_number": 2}}).idle


def test_the_impossible_is_refused(bench):
    make(bench, "articles", {"qschema": {"project": "shop", "collection": "articles", "generation": 1}})
    before = bench.shown()
    with pytest.raises(ImpossiblePlanError, match="articles is impossible"):
        bench.apply({"articles": PLAIN})
    assert bench.shown() == before
    assert not bench.has_ledger()


def test_destruction_that_nobody_allowed_is_refused(bench):
    bench.apply({"articles": PLAIN})
    bench.faults.sent.clear()
    with pytest.raises(RefusedError) as caught:
        bench.apply({})
    assert "--allow-destroy articles" in caught.value.fix
    assert bench.faults.writes() == []


@pytest.mark.parametrize("first", [True, False])
def test_a_plan_for_what_has_changed_is_refused(bench, first):
    if not first:
        bench.apply({"articles": PLAIN})
    plan = bench.plan({"articles": {**PLAIN, "hnsw_config": {"m": 20}}})
    if first:
        make(bench, "articles")
    else:
        bench.client.create_payload_index("articles", "year", models.PayloadSchemaType.INTEGER)
    before = bench.shown(), len(bench.runs())
    with pytest.raises(StalePlanError, match="no longer as the plan found it"):
        bench.carry_out(plan)
    assert (bench.shown(), len(bench.runs())) == before
    assert bench.has_ledger() is not first


def test_a_plan_is_not_stale_because_of_others(bench):
    plan = bench.plan({"articles": PLAIN})
    make(bench, "unmarked")
    bench.apply({"orders": PLAIN}, project="shop")
    assert bench.carry_out(plan).steps == ("done",)


def test_a_plan_is_stale_when_another_one_was_applied(bench):
    """Nothing that shows has changed, but what is protected now may be destroyed by it."""
    bench.apply({"articles": PLAIN})
    plan = bench.plan({}, granted=("articles",))
    bench.apply({"articles": {**PLAIN, "lifecycle": {"prevent_destroy": True}}})
    with pytest.raises(StalePlanError):
        bench.carry_out(plan)
    assert bench.client.collection_exists("articles")


def test_a_plan_is_stale_after_an_upgrade(bench):
    plan = bench.plan({"articles": PLAIN})
    later = models.VersionInfo(title="qdrant", version="1.19.1")
    bench.faults.add(lambda onward: later, requests.GetVersion)
    with pytest.raises(StalePlanError) as caught:
        bench.carry_out(plan)
    assert "1.19.1" in caught.value.why


def test_a_plan_for_another_instance_is_refused(bench):
    plan = bench.plan({"articles": PLAIN})
    bench.place = "http://elsewhere:6333"
    with pytest.raises(OtherTargetError) as caught:
        bench.carry_out(plan)
    assert "http://somewhere:6333" in caught.value.what
    assert not bench.has_ledger()


def test_a_plan_made_before_there_was_a_ledger_fits_its_place(bench):
    plan = bench.plan({"articles": PLAIN})
    ensure_ledger(bench.client)
    assert bench.carry_out(plan).steps == ("done",)


def test_a_plan_for_an_instance_that_was_made_anew_is_refused(bench):
    bench.apply({"articles": PLAIN})
    plan = bench.plan({"articles": {**PLAIN, "hnsw_config": {"m": 20}}})
    bench.client.delete_collection("_qschema")
    with pytest.raises(OtherTargetError):
        bench.carry_out(plan)


def test_old_servers_are_left_as_they_are(bench):
    bench.faults.add(lambda onward: models.VersionInfo(title="qdrant", version="1.15.5"), requests.GetVersion)
    with pytest.raises(OldServerError, match=r"1\.15\.5"):
        bench.apply({"articles": PLAIN})
    assert bench.faults.writes() == []


def test_a_newer_ledger_is_left_as_it_is(bench):
    ensure_ledger(bench.client)
    bench.client.delete("_qschema", models.Filter(must=[]))
    Ledger(bench.client).append(MetaRecord(ledger="theirs", format=2))
    bench.faults.sent.clear()
    with pytest.raises(NewerLedgerError):
        bench.apply({"articles": PLAIN})
    assert bench.faults.writes() == []


@pytest.mark.parametrize("known", [True, False])
def test_a_key_that_only_reads(bench, known):
    if known:
        bench.apply({"other": PLAIN}, project="shop")
    before = bench.shown()
    bench.faults.add(forbidden, *WRITES)
    with pytest.raises(NoPermissionError) as caught:
        bench.apply({"articles": PLAIN})
    assert "manage access" in caught.value.fix
    assert bench.shown() == before
    assert bench.has_ledger() is known


def test_a_held_lock_is_an_error_that_names_its_holder(bench):
    ensure_ledger(bench.client)
    with ProjectLock(bench.client, "library", run="other"):
        with pytest.raises(LockedError, match="locked by"):
            bench.apply({"articles": PLAIN})
        assert bench.apply({"orders": PLAIN}, project="shop").steps == ("done",)
    assert not bench.client.collection_exists("articles")
