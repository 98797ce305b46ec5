"""Shares of the readers, as aliases say them, and when a plan takes them away."""

from __future__ import annotations

import pytest

from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.planner.stages import Stage, stage_in, stages_in
from qschema.planner.steps import DeleteAlias, GiveWay, SetAlias, ShadowCollection
from qschema.planner.unstaging import unstage, with_unstaging
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.spec import CollectionSpec, Schema

NEW = "articles__g2"
STAGE = Stage("articles", 10, NEW)
UNFIT = (".5", "a.", "a.0", "a.101", "a.05", "a.x", "a.²")


@pytest.mark.parametrize("name", ["articles", "a.b", "a.10", "é"])
def test_an_alias_reads_back_as_what_it_was_written_from(name):
    for share in (1, 10, 100):
        stage = Stage(name, share, "there")
        assert stage_in(stage.alias, "there") == stage


@pytest.mark.parametrize(
    "alias",
    ["docs", "a.10", "_qschema.lock.free", "_qschema.stage.a", *(f"_qschema.stage.{one}" for one in UNFIT)],
)
def test_others_are_none(alias):
    assert stage_in(alias, "there") is None


def test_the_highest_share_comes_first_and_other_collections_do_not_count():
    stages = [Stage("a", 10, "x"), Stage("a", 50, "y"), Stage("b", 70, "z"), Stage("a", 9, "x")]
    aliases = {one.alias: one.collection for one in stages}
    assert [one.share for one in stages_in({**aliases, "docs": "x"}, ("a",))] == [50, 10, 9]


def instance(*stages: Stage, serving: int = 1) -> LiveInstance:
    """Return an instance of two generations and shares of readers."""
    marks = {"articles": Mark("library", "articles", 1), NEW: Mark("library", "articles", 2)}
    there = {name: LiveCollection(name, CollectionSpec(), mark) for name, mark in marks.items()}
    aliases = {"articles": NEW} if serving == 2 else {}
    return LiveInstance("1.19.0", there, aliases, reserved={one.alias: one.collection for one in stages})


def steps(plan: Plan, instance: LiveInstance) -> list[str]:
    """Return what there is to be done in order, and see that each change has a reason."""
    found = with_unstaging(plan, instance)
    assert [change.address for change in found.changes if change.reason] == [
        step.address for step in found.steps if "/stage/" in step.address
    ]
    return [step.address for step in found.steps]


def test_what_leads_to_what_serves_is_left_over():
    plan = make_plan(Schema("library", {}), instance(), {})
    assert steps(plan, instance(STAGE)) == []
    assert steps(plan, instance(STAGE, serving=2)) == ["articles/stage/10"]
    assert steps(plan.model_copy(update={"project": "another"}), instance(STAGE, serving=2)) == []
    for only, found in (("books", []), ("articles", ["articles/stage/10"])):
        assert steps(plan.model_copy(update={"only": (only,)}), instance(STAGE, serving=2)) == found


@pytest.mark.parametrize(
    "switch",
    [
        SetAlias(collection=NEW, address="articles", alias="articles"),
        ShadowCollection(collection=NEW, address="articles", alias="articles"),
        GiveWay(collection="articles", address="articles", successor=NEW, mark=Mark("library", "articles", 1)),
    ],
    ids=lambda step: step.kind,
)
def test_a_switch_takes_away_what_leads_there(switch):
    other = Stage("books", 30, "books__g2")
    plan = make_plan(Schema("library", {}), instance(), {})
    plan = plan.model_copy(update={"steps": (switch,)})
    assert steps(plan, instance(STAGE, other)) == ["articles", "articles/stage/10"]
    docs = SetAlias(collection=NEW, address="articles/aliases/docs", alias="docs")
    plan = plan.model_copy(update={"steps": (docs,)})
    assert steps(plan, instance(STAGE, other)) == ["articles/aliases/docs"]


def test_its_steps_see_what_is_hidden_and_say_what_they_mean():
    there, gone = instance(STAGE), instance()
    put = SetAlias(collection=NEW, address="articles/stage/10", alias=STAGE.alias)
    take = unstage(STAGE)
    assert put.inverse() == take
    assert take.inverse() == put
    assert [put.holds(there), take.holds(there), put.holds(gone), take.holds(gone)] == [True, False, False, True]
    assert put.words() == "have 10 of 100 readers, chosen by their keys, read from 'articles__g2'"
    assert take.words() == "forget the share of 10 of 100 readers that read from 'articles__g2'"
    assert put.notice().readers
    assert take.notice() == ("", "")
    assert DeleteAlias(collection=NEW, address="a", alias="docs").notice().readers == "who uses the alias gets 404"
