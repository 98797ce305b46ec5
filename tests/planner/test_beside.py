from __future__ import annotations

import pytest

from qschema.planner.render_text import render_text
from qschema.planner.steps.effects import Undo
from qschema.planner.steps.passage import Passage
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.spec import CollectionSpec

TEXT = {"size": 4, "distance": "Cosine"}
OLD = {"model": "app:old", "from": "title"}
NEW = {"model": "app:new", "from": "title"}
COPIED = {"lifecycle": {"replace": "blue_green"}}
ARTICLES = {"vectors": {"text": TEXT}, "payload_indexes": {"tenant": {"type": "keyword"}}, "aliases": ["docs"]}


@pytest.fixture
def becoming(planning):
    """Plan that one declaration takes the place of another one that was applied."""

    def plan(before, after):
        planning.has("articles", before, points=5)
        planning.had_applied("articles", before)
        return planning.plan({"articles": {**after, **COPIED}})

    return plan


def passage(plan):
    (copy,) = (step for step in plan.steps if step.kind == "copy_points")
    return copy.vectors


def test_a_new_generation_is_made_filled_verified_and_switched_to(becoming, steps):
    plan = becoming(ARTICLES, {**ARTICLES, "shard_number": 2})
    assert steps(plan) == [
        ("create_collection", "articles"),
        ("create_index", "articles/payload_indexes/tenant"),
        ("copy_points", "articles"),
        ("verify_copy", "articles"),
        ("set_alias", "articles/aliases/docs"),
        ("shadow_collection", "articles"),
    ]
    assert {step.collection for step in plan.steps} == {"articles__g2"}
    assert plan.steps[0].mark == Mark("library", "articles", 2)
    assert plan.steps[4].before == "articles"
    assert not plan.refused
    assert not any(step.destructive for step in plan.steps)
    assert passage(plan) == Passage()


def test_a_later_generation_is_switched_to_by_the_alias_that_bears_the_name(planning, steps):
    spec = CollectionSpec.model_validate(ARTICLES)
    planning.collections["articles__g2"] = LiveCollection("articles__g2", spec, Mark("library", "articles", 2), 5)
    planning.aliases |= {"articles": "articles__g2", "docs": "articles__g2"}
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **COPIED}})
    assert {step.collection for step in plan.steps} == {"articles__g3"}
    assert [step.alias for step in plan.steps if step.kind == "set_alias"] == ["docs", "articles"]
    assert not [step for step in plan.steps if step.kind == "shadow_collection"]


def test_what_a_change_in_place_can_take_is_not_copied(becoming, steps):
    plan = becoming(ARTICLES, {**ARTICLES, "hnsw_config": {"m": 32}})
    assert steps(plan) == [("update_collection", "articles/hnsw_config")]


def test_a_named_vector_of_another_size_is_made_anew_in_a_copy(becoming):
    wide = {**TEXT, "size": 8, "embed": NEW}
    plan = becoming(ARTICLES, {**ARTICLES, "vectors": {"text": wide}})
    assert passage(plan).refilled == {"text": {"model": "app:new", "from": ["title"]}}
    assert passage(plan).dropped == ()


def test_another_model_of_the_same_size_makes_the_vector_anew(becoming):
    before = {**ARTICLES, "vectors": {"text": {**TEXT, "embed": OLD}}}
    plan = becoming(before, {**ARTICLES, "vectors": {"text": {**TEXT, "embed": NEW}}})
    assert set(passage(plan).refilled) == {"text"}


def test_another_distance_takes_the_numbers_over(becoming):
    plan = becoming(ARTICLES, {**ARTICLES, "vectors": {"text": {**TEXT, "distance": "Dot"}}})
    assert passage(plan) == Passage()


def test_the_only_vector_gets_a_name_or_loses_it(becoming):
    assert passage(becoming({"vectors": TEXT}, {"vectors": {"text": TEXT}})) == Passage(renamed={"text": ""})
    assert passage(becoming({"vectors": {"text": TEXT}}, {"vectors": TEXT})) == Passage(renamed={"": "text"})


def test_a_vector_that_is_no_longer_declared_is_left_behind(becoming):
    before = {"vectors": {"text": TEXT, "image": TEXT}}
    plan = becoming(before, {"vectors": {"text": TEXT}, "shard_number": 2})
    assert passage(plan).dropped == ("image",)


def test_without_anything_that_fills_it_a_vector_of_another_size_is_impossible(becoming):
    plan = becoming(ARTICLES, {**ARTICLES, "vectors": {"text": {**TEXT, "size": 8}}})
    (change,) = plan.impossible
    assert "declare `embed`" in change.reason
    assert not plan.steps


def test_what_an_earlier_try_left_is_gone_on_with_or_told(planning):
    planning.has("articles", ARTICLES)
    wanted = {**ARTICLES, "shard_number": 2}
    mark = Mark("library", "articles", 2)
    planning.collections["articles__g2"] = LiveCollection("articles__g2", CollectionSpec.model_validate(wanted), mark)
    assert not planning.plan({"articles": {**wanted, **COPIED}}).impossible
    (change,) = planning.plan({"articles": {**wanted, "shard_number": 3, **COPIED}}).impossible
    assert "qschema reindex abort articles" in change.reason


def test_the_gate_is_told_in_words(planning):
    planning.has("articles", ARTICLES)
    canaries = [{"point": 1, "expect": [2]}]
    verify = {"points": 5000, "overlap": {"at_least": 0.92}, "latency": {"p95_ratio": 1.2}, "canaries": canaries}
    lifecycle = {"lifecycle": {"replace": "blue_green", "verify": verify}}
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **lifecycle}})
    (step,) = (step for step in plan.steps if step.kind == "verify_copy")
    assert "5,000 points only, overlap@10 ≥ 0.92 required, p95 ≤ 1.2 × the old one's, 1 canary, before" in step.words()


FROZEN = {"lifecycle": {"replace": "blue_green", "freeze": {"at_most": "20s", "attempts": 2}}}


def test_the_switch_is_made_within_a_write_freeze(planning, steps):
    planning.has("articles", ARTICLES, points=5)
    planning.had_applied("articles", ARTICLES)
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **FROZEN}})
    assert steps(plan)[2:] == [
        ("copy_points", "articles"),
        ("verify_copy", "articles"),
        ("freeze_writes", "articles"),
        ("set_alias", "articles/aliases/docs"),
        ("shadow_collection", "articles"),
        ("thaw_writes", "articles"),
    ]
    assert plan.steps[3].lags
    freeze = plan.steps[4]
    assert "20 s at the most, 2 tries" in freeze.words()
    left = freeze.reversal()
    assert left.kind is Undo.NONE
    assert "upsert_max_batchsize 4294967295, write_rate_limit 4294967295" in left.how
    assert "taking write access from the keys of its writers" in left.how
    assert left.how in render_text(plan)


def test_limits_that_are_there_are_put_back(planning):
    limited = {"strict_mode_config": {"enabled": True, "upsert_max_batchsize": 9, "write_rate_limit": 9}}
    planning.has("articles", {**ARTICLES, **limited}, points=5)
    planning.had_applied("articles", ARTICLES)
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **FROZEN}})
    assert [step.reversal().kind for step in plan.steps if step.kind == "freeze_writes"] == [Undo.LOSSLESS]


def test_a_freeze_that_would_put_other_limits_into_force_is_impossible(planning):
    planning.has("articles", {**ARTICLES, "strict_mode_config": {"max_query_limit": 9}}, points=5)
    planning.had_applied("articles", ARTICLES)
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **FROZEN}})
    assert "max_query_limit" in plan.impossible[0].reason


def test_nothing_that_is_sharded_by_keys_is_frozen(planning):
    keys = {"sharding_method": "custom", "shard_keys": [{"shard_key": "a"}]}
    planning.has("articles", {**ARTICLES, **keys}, points=5)
    planning.had_applied("articles", {**ARTICLES, **keys})
    plan = planning.plan({"articles": {**ARTICLES, **keys, "shard_number": 2, **FROZEN}})
    assert "shard key" in plan.impossible[0].reason


def test_what_is_no_longer_declared_is_not_deleted_beside_its_older_generations(planning):
    """They would serve again, under their own name."""
    spec = CollectionSpec.model_validate(ARTICLES)
    for generation, name in enumerate(("articles", "articles__g2"), 1):
        planning.collections[name] = LiveCollection(name, spec, Mark("library", "articles", generation), 5)
    planning.aliases["docs"] = "articles__g2"
    planning.had_applied("articles", ARTICLES)
    plan = planning.plan({})
    assert not plan.steps
    (change,) = plan.impossible
    assert "first qschema reindex cleanup articles" in change.reason


GAP = {"lifecycle": {"switch": "gap"}}


@pytest.fixture
def with_a_gap(planning):
    """Plan a copy of what bears its own name, where no alias can come before that."""
    planning.has("articles", ARTICLES, points=5)
    planning.had_applied("articles", ARTICLES)

    def plan(granted=("articles",), **said):
        lifecycle = {"lifecycle": {**GAP["lifecycle"], **said}}
        return planning.plan({"articles": {**ARTICLES, "shard_number": 2, **lifecycle}}, granted=granted)

    return plan


def test_what_bears_its_own_name_gives_way_where_a_gap_is_declared(with_a_gap, steps):
    plan = with_a_gap()
    assert steps(plan)[2:] == [
        ("copy_points", "articles"),
        ("verify_copy", "articles"),
        ("set_alias", "articles/aliases/docs"),
        ("give_way", "articles"),
    ]
    step = plan.steps[-1]
    assert (step.collection, step.successor, step.mark.generation, step.points) == ("articles", "articles__g2", 1, 5)
    assert step.cost.disk_delta < 0
    assert not plan.refused
    assert with_a_gap(granted=()).refused == (with_a_gap(granted=()).steps[-1],)
    assert [(one.id, one.address) for one in plan.warnings] == [
        ("destructive", "articles"),
        ("gap", "articles/lifecycle/switch"),
    ]


def test_it_does_so_within_a_write_freeze_which_leaves_nothing_behind(with_a_gap, steps):
    plan = with_a_gap(freeze={})
    assert [kind for kind, _ in steps(plan)[4:]] == ["freeze_writes", "set_alias", "give_way", "thaw_writes"]
    assert plan.steps[4].reversal().kind is Undo.LOSSLESS


def test_what_is_protected_gives_no_way(with_a_gap):
    assert "prevent_destroy" in with_a_gap(prevent_destroy=True).impossible[0].reason


@pytest.mark.parametrize("said", [{}, {"switch": "shadow"}])
def test_unless_a_gap_is_declared_nothing_is_deleted(planning, said):
    planning.has("articles", ARTICLES, points=5)
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, "lifecycle": said}})
    assert plan.steps[-1].kind == "shadow_collection"
    assert not plan.refused
    assert not plan.warnings


def later(planning, generation=2, *, shard_number=1):
    spec = CollectionSpec.model_validate({**ARTICLES, "shard_number": shard_number})
    name, mark = f"articles__g{generation}", Mark("library", "articles", generation)
    planning.collections[name] = LiveCollection(name, spec, mark, 5)
    planning.aliases["docs"] = name


@pytest.mark.parametrize("shadowed", [(), ("articles",)], ids=["by aliases alone", "hidden behind one"])
def test_where_the_name_is_an_alias_already_there_is_no_gap(planning, shadowed):
    later(planning)
    planning.aliases["articles"] = "articles__g2"
    planning.shadowed = shadowed
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **GAP}})
    assert plan.steps[-1].kind == ("shadow_collection" if shadowed else "set_alias")
    assert not any(step.destructive for step in plan.steps)


def test_where_the_switch_was_broken_off_the_name_leads_to_the_copy_and_nothing_is_made_anew(planning):
    later(planning, shard_number=2)
    plan = planning.plan({"articles": {**ARTICLES, "shard_number": 2, **GAP}})
    (step,) = plan.steps
    assert (step.kind, step.alias, step.collection) == ("set_alias", "articles", "articles__g2")


def test_nothing_gives_way_to_what_is_not_there_nor_while_others_lead_to_it(with_a_gap):
    step = with_a_gap().steps[-1]
    spec = CollectionSpec.model_validate(ARTICLES)
    marks = {"articles": Mark("library", "articles", 1), "articles__g2": Mark("library", "articles", 2)}
    there = {name: LiveCollection(name, spec, mark, 5) for name, mark in marks.items()}
    new = {"articles__g2": there["articles__g2"]}
    assert not step.obstacle(LiveInstance("1.19.0", there, {"docs": "articles__g2"}))
    assert not step.obstacle(LiveInstance("1.19.0", new, {}))
    assert "not there" in step.obstacle(LiveInstance("1.19.0", {"articles": there["articles"]}, {}))
    assert "not there" in step.obstacle(LiveInstance("1.19.0", {**there, "articles__g2": there["articles"]}, {}))
    assert "mark" in step.obstacle(LiveInstance("1.19.0", {**there, "articles": new["articles__g2"]}, {}))
    assert "aliases lead to it" in step.obstacle(LiveInstance("1.19.0", there, {"docs": "articles"}))
    assert "is an alias of" in step.obstacle(LiveInstance("1.19.0", new, {"articles": "others"}))


def test_it_shows_from_the_deletion_on(with_a_gap):
    step = with_a_gap().steps[-1]
    spec = CollectionSpec.model_validate(ARTICLES)
    new = {"articles__g2": LiveCollection("articles__g2", spec, Mark("library", "articles", 2), 5)}
    old = {"articles": LiveCollection("articles", spec, Mark("library", "articles", 1), 5)}

    def seen(collections, aliases):
        live = LiveInstance("1.19.0", collections, aliases)
        return step.holds(live), step.shows(live)

    assert seen({**old, **new}, {}) == (False, False)
    assert seen(new, {}) == (False, True)
    assert seen(new, {"articles": "articles__g2"}) == (True, True)
    assert seen(new, {"articles": "articles__g3"}) == (False, False)
