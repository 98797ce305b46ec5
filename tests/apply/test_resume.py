from __future__ import annotations

import pytest

from qschema.apply.errors import CanNotResumeError, NothingToResumeError, StillWorkingError, StoppedError
from qschema.apply.journal import Begun
from qschema.apply.planning import plan_for
from qschema.apply.readiness import waiting
from qschema.apply.resume import plan_to_resume, unfinished
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import apply_plan
from qschema.apply.watching import Stop
from qschema.client import models, requests
from tests.apply.bench import ARTICLES, Told, schema_of

THREE = {**ARTICLES, "payload_indexes": {"tenant": {"type": "keyword"}, "year": {"type": "integer"}}}


def resumed(bench, declared):
    return plan_to_resume(bench.client, schema_of(declared), place=bench.place)


def go_on(bench, declared, **how):
    left = resumed(bench, declared)
    return apply_plan(
        bench.client, left.plan, place=bench.place, start=left.start, begun=Begun(resumes=left.run), **how
    )


def stop_after(bench, declared, number: int) -> None:
    stop = Stop()

    def at_start(started: int) -> None:
        stop.wanted = started == number

    with pytest.raises(StoppedError) as caught:
        apply_plan(bench.client, bench.plan(declared), place=bench.place, watch=Told(at_start), stop=stop)
    assert "--resume" in caught.value.fix


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_run_that_was_stopped_goes_on_where_it_was(bench, number):
    stop_after(bench, {"articles": THREE}, number)
    stopped = bench.runs()[-1]
    assert stopped.outcome == "interrupted"
    assert [step.outcome for step in stopped.steps] == ["done"] * number
    outcome = go_on(bench, {"articles": THREE})
    assert outcome.steps == ("done",) * (4 - number)
    run = bench.runs()[-1]
    assert (run.resumes, run.outcome, run.plan != stopped.plan) == (stopped.id, "done", True)
    assert [step.index for step in run.steps] == list(range(number, 4))
    assert bench.plan({"articles": THREE}).idle
    assert unfinished(bench.client, "library") is None


def test_it_may_be_stopped_again_and_again(bench):
    stop_after(bench, {"articles": THREE}, 1)
    for _ in range(2):
        stop = Stop()
        with pytest.raises(StoppedError):
            go_on(
                bench,
                {"articles": THREE},
                watch=Told(lambda number, stop=stop: setattr(stop, "wanted", True)),
                stop=stop,
            )
    assert resumed(bench, {"articles": THREE}).start == 3
    go_on(bench, {"articles": THREE})
    assert bench.plan({"articles": THREE}).idle


def test_a_wait_that_took_too_long_is_gone_on_with(bench, monkeypatch):
    monkeypatch.setattr(waiting, "PAUSE_SECONDS", 0.001)
    bench.apply({"articles": ARTICLES})
    wider = {"articles": {**ARTICLES, "hnsw_config": {"m": 24}}}
    bench.faults.add(
        lambda onward: onward().model_copy(update={"status": models.CollectionStatus.YELLOW}),
        requests.GetCollection,
        about="articles",
        when=lambda _: waits,
    )
    waits = False
    plan = bench.plan(wider)

    def begins(number: int) -> None:
        nonlocal waits
        waits = True

    with pytest.raises(StillWorkingError):
        apply_plan(bench.client, plan, place=bench.place, wait_timeout=0.05, watch=Told(begins))
    run = bench.runs()[-1]
    assert (run.outcome, [step.outcome for step in run.steps]) == ("interrupted", ["unknown"])
    waits = False
    assert go_on(bench, wider).steps == ("skipped",)
    assert bench.plan(wider).idle


def test_nothing_to_resume(bench):
    with pytest.raises(NothingToResumeError):
        resumed(bench, {"articles": ARTICLES})
    bench.apply({"articles": ARTICLES})
    with pytest.raises(NothingToResumeError):
        resumed(bench, {"articles": ARTICLES})


def test_a_declaration_that_was_changed(bench):
    stop_after(bench, {"articles": THREE}, 1)
    with pytest.raises(CanNotResumeError, match="declaration"):
        resumed(bench, {"articles": ARTICLES})


def test_an_instance_that_was_changed(bench):
    bench.apply({"articles": ARTICLES, "other": {"vectors": {}}})
    stop_after(bench, {"articles": THREE, "other": {"vectors": {}}, "third": {"vectors": {}}}, 1)
    bench.client.delete_collection("other")
    with pytest.raises(CanNotResumeError, match="other"):
        resumed(bench, {"articles": THREE, "other": {"vectors": {}}, "third": {"vectors": {}}})


def test_a_plan_that_a_newer_one_made(bench):
    stop_after(bench, {"articles": THREE}, 1)
    points, _ = bench.client.scroll("_qschema", limit=100)
    begun = next(point for point in points if (point.payload or {}).get("phase") == "started")
    body = begun.payload["body"].replace('"format":', '"format":9')
    bench.client.set_payload("_qschema", {"body": body}, points=[begun.id])
    with pytest.raises(CanNotResumeError, match="newer"):
        resumed(bench, {"articles": THREE})


def test_a_run_that_was_limited_stays_so(bench):
    declared = {"articles": THREE, "other": {"vectors": {}}}
    stop = Stop()
    plan = plan_for(bench.client, schema_of(declared), place=bench.place, only=("articles",))
    watch = Told(lambda number: setattr(stop, "wanted", number == 2))
    with pytest.raises(StoppedError):
        apply_plan(bench.client, plan, place=bench.place, watch=watch, stop=stop)
    go_on(bench, declared)
    assert [step.address for step in bench.plan(declared).steps] == ["other"]


def limited(bench, declared, *only: str, stop: Stop | None = None):
    plan = plan_for(bench.client, schema_of(declared), place=bench.place, only=only)
    watch = Told(lambda _: setattr(stop, "wanted", True)) if stop else None
    return apply_plan(bench.client, plan, place=bench.place, watch=watch, stop=stop)


def test_a_run_about_something_else_leaves_it_to_be_gone_on_with(bench):
    declared = {"articles": THREE, "other": {"vectors": {}}}
    with pytest.raises(StoppedError):
        limited(bench, declared, "articles", stop=Stop())
    stopped = bench.runs()[-1].id
    limited(bench, declared, "other")
    assert resumed(bench, declared).run == stopped
    go_on(bench, declared)
    assert unfinished(bench.client, "library") is None
    assert bench.plan(declared).idle


@pytest.mark.parametrize("only", [("articles",), ()], ids=["the same", "all that is declared"])
def test_a_run_that_ended_well_overtakes_it(bench, only):
    declared = {"articles": THREE, "other": {"vectors": {}}}
    with pytest.raises(StoppedError):
        limited(bench, declared, "articles", stop=Stop())
    bench.client.delete_collection("articles")
    limited(bench, declared if only else {"other": {"vectors": {}}}, *only)
    assert unfinished(bench.client, "library") is None


def test_a_rollback_overtakes_what_it_takes_back(bench):
    with pytest.raises(StoppedError):
        limited(bench, {"articles": THREE}, "articles", stop=Stop())
    back = plan_rollback(bench.client, "library", place=bench.place)
    apply_plan(bench.client, back.plan, place=bench.place, begun=Begun(undoes=back.undoes))
    assert unfinished(bench.client, "library") is None


def test_rebuilds_side_by_side_are_waited_for_again(bench, monkeypatch):
    """A step ends with its rebuild, so one that is stopped meanwhile is not taken for done."""
    monkeypatch.setattr(waiting, "PAUSE_SECONDS", 0.001)
    before = {name: {"vectors": {"size": 4, "distance": "Dot"}} for name in ("a", "b")}
    after = {name: {**spec, "hnsw_config": {"m": 24}} for name, spec in before.items()}
    bench.apply(before)
    plan = plan_for(bench.client, schema_of(after), place=bench.place, max_rebuilds=2)
    working = True
    bench.faults.add(
        lambda onward: onward().model_copy(update={"status": models.CollectionStatus.YELLOW}),
        requests.GetCollection,
        about="a",
        when=lambda _: working and len(told.started) == 2,
    )
    told = Told()
    with pytest.raises(StillWorkingError):
        apply_plan(bench.client, plan, place=bench.place, wait_timeout=0.05, watch=told)
    assert [step.outcome for step in bench.runs()[-1].steps] == ["unknown", "unknown"]
    assert [record["collection"] for record in bench.records("applied")] == ["a", "b"]
    working = False
    assert go_on(bench, after).steps == ("skipped", "skipped")
    assert bench.plan(after).idle
