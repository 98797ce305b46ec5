"""What a run did is taken back, and the instance is as it was."""

from __future__ import annotations

from contextlib import suppress

import pytest

from qschema.apply.errors import (
    CanNotResumeError,
    ImpossiblePlanError,
    NoSuchRunError,
    NothingToRollBackError,
    RefusedError,
    StoppedError,
)
from qschema.apply.journal import Begun
from qschema.apply.resume import plan_to_resume
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import apply_plan
from qschema.apply.watching import Stop
from qschema.client import models, requests
from qschema.client.errors import Forbidden
from tests.apply.bench import ARTICLES, Told, schema_of
from tests.apply.faults import forbidden, interrupted

PLAIN = {"vectors": {"size": 4, "distance": "Dot"}}
BEFORE = {"articles": ARTICLES, "logs": PLAIN}
AFTER = {
    "articles": {
        "vectors": {"text": {"size": 4, "distance": "Cosine"}},
        "hnsw_config": {"m": 24},
        "payload_indexes": {"year": {"type": "integer"}},
        "metadata": {"owner": "ann"},
        "aliases": ["texts"],
    },
    "logs": {**PLAIN, "aliases": ["docs"]},
    "new": {**PLAIN, "payload_indexes": {"tag": {"type": "keyword"}}},
}


def back(bench, *, run: str = "", steps: int | None = None, granted: tuple[str, ...] = ()):
    return plan_rollback(bench.client, "library", place=bench.place, run=run, steps=steps, granted=granted)


def take_back(bench, stop: Stop | None = None, watch=None, **which):
    wanted = back(bench, **which)
    begun = Begun(undoes=wanted.undoes)
    return apply_plan(bench.client, wanted.plan, place=bench.place, begun=begun, stop=stop, watch=watch)


def shown(bench):
    """What the instance shows, but for what no step brings back: that a setting was never said."""
    said = bench.shown()
    for one in said["collections"].values():
        one["config"].get("metadata", {}).pop("owner", None)
    return said


@pytest.fixture
def changed(bench):
    bench.apply(BEFORE)
    point = models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]}, payload={"tenant": "a", "year": 3})
    bench.client.upsert("articles", [point])
    bench.before = shown(bench)
    bench.apply(AFTER)
    return bench


def test_the_last_run_is_taken_back(changed):
    assert take_back(changed).steps
    assert shown(changed) == changed.before
    assert changed.client.retrieve("articles", [1], with_vectors=True)[0].payload == {"tenant": "a", "year": 3}
    run = changed.runs()[-1]
    assert run.outcome == "done"
    assert all(name.startswith(f"{changed.runs()[1].id}/") for name in run.undoes)


def test_afterwards_the_old_declaration_is_what_is_applied(changed):
    take_back(changed)
    assert changed.plan(BEFORE).idle
    again = changed.plan(AFTER)
    assert again.steps
    changed.carry_out(again)
    assert changed.plan(AFTER).idle


def test_run_after_run(changed):
    take_back(changed)
    with pytest.raises(RefusedError) as caught:
        take_back(changed)
    assert "articles" in caught.value.fix
    assert back(changed).plan.refused[0].points == 1
    take_back(changed, granted=("articles",))
    assert changed.shown()["collections"] == {}
    with pytest.raises(NothingToRollBackError):
        back(changed)


def test_a_rollback_can_be_taken_back(bench):
    bench.apply(BEFORE)
    after = {"articles": AFTER["articles"], "logs": AFTER["logs"]}
    bench.apply(after)
    take_back(bench)
    take_back(bench, run=bench.runs()[-1].id[:12])
    assert bench.plan(after).idle


def test_some_steps(changed):
    changed.carry_out(changed.plan({**AFTER, "new": {**AFTER["new"], "aliases": ["fresh"]}}))
    assert [step.kind for step in back(changed, steps=1).plan.steps] == ["delete_alias"]
    take_back(changed, steps=1)
    assert changed.plan(AFTER).empty
    kinds = [step.kind for step in back(changed, steps=2).plan.steps]
    assert len(kinds) == 2
    take_back(changed, steps=2)
    changed.apply(AFTER)
    assert changed.plan(AFTER).idle


@pytest.mark.parametrize("number", range(1, 10))
def test_a_run_that_was_interrupted_is_taken_back(bench, number):
    bench.apply(BEFORE)
    before = shown(bench)
    stop = Stop()
    watch = Told(lambda started: setattr(stop, "wanted", started == number))
    with suppress(StoppedError):  # it has fewer steps than the largest number here
        apply_plan(bench.client, bench.plan(AFTER), place=bench.place, watch=watch, stop=stop)
    take_back(bench)
    assert shown(bench) == before
    assert bench.plan(BEFORE).idle


def test_a_rollback_that_was_interrupted_goes_on_by_another(changed):
    ways_out: set[str] = set()
    for _ in range(20):
        stop = Stop()
        try:
            take_back(changed, stop=stop, watch=Told(lambda _, stop=stop: setattr(stop, "wanted", True)))
        except StoppedError as stopped:
            ways_out.add(stopped.fix)
            with pytest.raises(CanNotResumeError, match="rollback"):
                plan_to_resume(changed.client, schema_of(AFTER), place=changed.place)
            continue
        break
    assert ways_out == {"qschema rollback takes back what remains"}
    assert shown(changed) == changed.before
    assert changed.plan(BEFORE).idle


def test_a_run_that_was_resumed_is_taken_back_whole(bench):
    bench.apply(BEFORE)
    before = shown(bench)
    stop = Stop()
    watch = Told(lambda started: setattr(stop, "wanted", started == 3))
    with pytest.raises(StoppedError):
        apply_plan(bench.client, bench.plan(AFTER), place=bench.place, watch=watch, stop=stop)
    left = plan_to_resume(bench.client, schema_of(AFTER), place=bench.place)
    apply_plan(bench.client, left.plan, place=bench.place, start=left.start, begun=Begun(resumes=left.run))
    take_back(bench)
    assert shown(bench) == before
    assert bench.plan(BEFORE).idle


def test_what_nothing_brings_back(changed):
    changed.apply({"articles": AFTER["articles"], "new": AFTER["new"]}, granted=("logs",))
    plan = back(changed).plan
    assert [change.address for change in plan.impossible] == ["logs"]
    with pytest.raises(ImpossiblePlanError):
        take_back(changed)


def test_what_somebody_changed_since(changed):
    changed.client.update_collection("articles", hnsw_config=models.HnswConfigDiff(m=30))
    plan = back(changed).plan
    assert [(change.address, change.reason) for change in plan.impossible] == [
        ("articles/hnsw_config", "somebody has changed the same thing since")
    ]


def test_what_somebody_has_taken_back_by_hand(changed):
    changed.client.update_collection("articles", hnsw_config=models.HnswConfigDiff(m=16))
    take_back(changed)
    assert shown(changed) == changed.before
    assert changed.plan(BEFORE).idle


def test_there_is_nothing(bench):
    with pytest.raises(NothingToRollBackError):
        back(bench)


def test_no_such_run(changed):
    with pytest.raises(NoSuchRunError):
        back(changed, run="nothing")
    with pytest.raises(NoSuchRunError, match="no runs"):
        back(changed, run="zz")


def test_a_rollback_of_which_only_the_end_is_missing_is_what_the_next_one_ends(changed):
    changed.faults.add(
        forbidden,
        requests.UpsertPoints,
        about="_qschema",
        when=lambda request: "'phase': 'finished'" in str(request.body),
    )
    with pytest.raises(Forbidden):
        take_back(changed)
    assert shown(changed) == changed.before
    changed.faults.faults.clear()
    assert take_back(changed).steps == ()
    assert shown(changed) == changed.before
    assert changed.plan(BEFORE).idle
    with pytest.raises(RefusedError, match="articles"):
        take_back(changed)  # the run before


def test_of_a_run_that_was_stopped_before_it_did_anything_nothing_is_taken_back(changed):
    """Not the run before, unless somebody names it."""
    good = changed.runs()[-1].id
    changed.faults.add(
        interrupted,
        requests.UpsertPoints,
        about="_qschema",
        when=lambda request: "'phase': 'started'" in str(request.body),
        times=1,
    )
    with pytest.raises(KeyboardInterrupt):
        changed.apply(BEFORE, granted=("new",))
    with pytest.raises(NothingToRollBackError, match="before it did anything"):
        back(changed)
    take_back(changed, run=good)
    assert shown(changed) == changed.before
