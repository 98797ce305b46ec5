"""What comes of a run when an instance, or the way to it, fails within a step."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.apply.errors import LockLostError, NotEffectiveError, StepFailedError
from qschema.apply.held_lock import held_locks
from qschema.apply.unlock import release_held
from qschema.client import models, requests
from qschema.client.errors import BadRequest, ServerError, Timeout
from tests.apply.bench import ARTICLES, Told
from tests.apply.faults import answer_lost, creates, forbidden, ignored, lost

NEXT: dict[str, Any] = {
    "vectors": {"text": {"size": 4, "distance": "Cosine"}, "image": {"size": 2, "distance": "Dot"}},
    "sparse_vectors": {"words": {"modifier": "idf"}},
    "payload_indexes": {"year": {"type": "integer"}},
    "hnsw_config": {"m": 24},
    "metadata": {"team": "search"},
    "aliases": ["papers"],
}
"""What differs from ARTICLES takes a step of every kind that isn't about a whole collection, but for one."""

STEPS = [
    (requests.UpdateAliases, "library"),
    (requests.DeletePayloadIndex, "articles"),
    (requests.CreateVectorName, "articles"),
    (requests.CreatePayloadIndex, "articles"),
    (requests.UpdateCollection, "articles"),
    (requests.CreateCollection, "orders"),
    (requests.DeleteCollection, "gone"),
]


def is_a_step(request: Any) -> bool:
    """Tell what a step sends from what is sent for the ledger."""
    if isinstance(request, requests.UpdateAliases):
        return "_qschema" not in str(request.body)
    return request.collection != "_qschema"


@pytest.fixture
def next_plan(bench):
    """A plan with a step of nearly every kind."""
    bench.apply({"articles": ARTICLES, "gone": {"vectors": {}}})
    return bench.plan({"articles": NEXT, "orders": {"vectors": {}}}, granted=("gone",))


def wanted(bench) -> bool:
    """Tell whether everything is as declared at last."""
    return bench.plan({"articles": NEXT, "orders": {"vectors": {}}}).idle


@pytest.mark.parametrize("kind", [kind for kind, _ in STEPS])
def test_a_step_whose_answer_was_lost_is_done(bench, next_plan, kind):
    bench.faults.add(answer_lost, kind, when=is_a_step)
    outcome = bench.carry_out(next_plan)
    assert set(outcome.steps) == {"done"}
    assert wanted(bench)
    assert bench.runs()[-1].outcome == "done"


@pytest.mark.parametrize("kind", [kind for kind, _ in STEPS])
@pytest.mark.usefixtures("impatient")
def test_a_step_that_never_arrives_fails_and_the_next_run_goes_on(bench, next_plan, kind):
    bench.faults.add(lost, kind, when=is_a_step, times=1)
    with pytest.raises(StepFailedError) as caught:
        bench.carry_out(next_plan)
    error = caught.value
    assert "no answer" in error.why
    assert (*error.done, error.step, *error.remaining) == next_plan.steps
    run = bench.runs()[-1]
    assert (run.outcome, run.steps[-1].outcome, run.steps[-1].address) == ("failed", "unknown", error.step.address)
    assert bench.is_at_rest()
    bench.apply({"articles": NEXT, "orders": {"vectors": {}}}, granted=("gone",))
    assert wanted(bench)


@pytest.mark.parametrize("kind", [kind for kind, _ in STEPS])
@pytest.mark.usefixtures("impatient")
def test_a_step_that_is_accepted_without_effect_fails(bench, next_plan, kind):
    bench.faults.add(ignored, kind, when=is_a_step, times=1)
    with pytest.raises(NotEffectiveError) as caught:
        bench.carry_out(next_plan)
    assert "does not show its effect" in caught.value.why
    assert bench.runs()[-1].steps[-1].outcome == "failed"
    assert bench.is_at_rest()
    bench.apply({"articles": NEXT, "orders": {"vectors": {}}}, granted=("gone",))
    assert wanted(bench)


def refused(onward):
    raise BadRequest("Wrong input: not today", status=400)


def test_a_step_that_is_refused_fails_at_once_with_what_was_said(bench, next_plan):
    told = Told()
    bench.faults.add(refused, requests.CreatePayloadIndex, about="articles")
    with pytest.raises(StepFailedError) as caught:
        bench.carry_out(next_plan, watch=told)
    assert "not today" in caught.value.why
    assert told.done[-1] == "failed"
    assert told.done[:-1] == ["done"] * len(caught.value.done)
    assert "not today" in bench.runs()[-1].steps[-1].error


def test_a_step_that_is_refused_though_it_was_done_is_done(bench, next_plan):
    def twice(onward):
        onward()
        raise BadRequest("already there", status=400)

    bench.faults.add(twice, requests.CreateCollection, about="orders")
    assert set(bench.carry_out(next_plan).steps) == {"done"}


def test_a_server_that_breaks_after_it_acted(bench, next_plan):
    def broken(onward):
        onward()
        raise ServerError("Waiting for consensus operation commit failed", status=500)

    bench.faults.add(broken, requests.UpdateCollection, requests.CreateCollection, when=is_a_step)
    assert set(bench.carry_out(next_plan).steps) == {"done"}


def test_work_that_takes_longer_than_the_server_waits_is_waited_for(bench, next_plan):
    waiting = models.UpdateResult(operation_id=1, status=models.UpdateStatus.WAIT_TIMEOUT)
    bench.faults.add(lambda onward: waiting, requests.CreatePayloadIndex, about="articles", times=3)
    assert set(bench.carry_out(next_plan).steps) == {"done"}
    sent = [one for one in bench.faults.sent if isinstance(one, requests.CreatePayloadIndex) and is_a_step(one)]
    assert len([one for one in sent if one.body.field_name == "year"]) == 4


@pytest.mark.usefixtures("impatient")
def test_nobody_knows_when_the_truth_can_not_be_read(bench, next_plan):
    def gone(onward):
        bench.faults.add(lost, requests.GetCollection, requests.GetAliases)
        raise Timeout("no answer within the time allowed")

    bench.faults.add(gone, requests.CreatePayloadIndex, about="articles")
    with pytest.raises(StepFailedError, match="nobody knows"):
        bench.carry_out(next_plan)


def test_something_in_the_way_fails_the_step(bench, next_plan):
    def taken(number):
        if number == 1:
            bench.client.create_collection("orders", vectors_config={})

    with pytest.raises(StepFailedError, match="already there"):
        bench.carry_out(next_plan, watch=Told(taken))
    assert bench.client.get_collection("orders").config.metadata is None


def test_no_step_after_the_lock_was_freed(bench, next_plan):
    def freed(number):
        if number == 2:
            (held,) = held_locks(bench.client, "library")
            release_held(bench.client, "library", held.token)

    with pytest.raises(LockLostError):
        bench.carry_out(next_plan, watch=Told(freed))
    assert [step.outcome for step in bench.runs()[-1].steps] == ["done", "failed"]
    assert bench.runs()[-1].outcome == "failed"


def test_no_step_without_its_before_image(bench, next_plan):
    """A ledger that can't be written to any more stops the run."""

    def closed(number):
        if number == 2:
            bench.faults.add(forbidden, requests.UpsertPoints)

    before = len(bench.faults.sent)
    with pytest.raises(StepFailedError):
        bench.carry_out(next_plan, watch=Told(closed))
    steps = [one for one in bench.faults.sent[before:] if one in bench.faults.writes() and is_a_step(one)]
    assert len(steps) == 1
    run = bench.runs()[-1]
    assert (run.outcome, len(run.steps)) == ("unfinished", 1)


def test_what_a_failed_run_has_finished_is_noted_as_applied(bench):
    bench.faults.add(refused, requests.CreateCollection, about="second")
    with pytest.raises(StepFailedError):
        bench.apply({"first": {"vectors": {}}, "second": {"vectors": {}}})
    assert [one["collection"] for one in bench.records("applied")] == ["first"]


def test_an_alias_is_one_action(bench, next_plan):
    bench.carry_out(next_plan)
    (papers,) = [one for one in bench.faults.sent if isinstance(one, requests.UpdateAliases) and creates("papers")(one)]
    assert len(papers.body.actions) == 1
