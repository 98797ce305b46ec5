from __future__ import annotations

import pytest

TEXT = {"size": 4, "distance": "Cosine"}
UNNAMED = {"vectors": TEXT}
WIDE = {**TEXT, "size": 8}


@pytest.fixture
def becoming(planning):
    """Plan that one declaration takes the place of another one that was applied."""

    def plan(after, **lifecycle):
        planning.has("articles", UNNAMED, points=5)
        planning.had_applied("articles", UNNAMED)
        return planning.plan({"articles": {**after, "lifecycle": lifecycle}})

    return plan


def is_copy(plan):
    kinds = [step.kind for step in plan.steps]
    assert ("copy_points" in kinds) != ("delete_collection" in kinds)
    return "copy_points" in kinds


@pytest.mark.parametrize(
    "after",
    [
        {"vectors": TEXT, "shard_number": 2},
        {"vectors": {**TEXT, "distance": "Dot"}},
        {"vectors": {"text": TEXT}},
        {"vectors": {**WIDE, "embed": {"model": "app:wide", "from": "title"}}},
    ],
    ids=["fixed setting", "distance", "name", "filled anew"],
)
def test_a_copy_is_what_replaces_a_collection_unless_it_is_declared_otherwise(becoming, after):
    plan = becoming(after)
    assert is_copy(plan)
    assert plan.steps == becoming(after, replace="blue_green").steps
    assert not [warning for warning in plan.warnings if warning.id == "no-copy"]
    assert not is_copy(becoming(after, replace="delete_and_create"))


@pytest.mark.parametrize(
    ("after", "fix"),
    [
        ({"vectors": WIDE}, "declare `embed`"),
        ({"vectors": {**WIDE, "embed": {"model": "bge-small", "from": "title"}}}, "module:function"),
        ({"vectors": TEXT, "sharding_method": "custom"}, "write its points anew"),
    ],
    ids=["nothing fills it", "nothing can be called", "no shard key"],
)
def test_where_no_copy_can_be_the_collection_is_deleted_and_the_plan_says_what_is_in_the_way(becoming, after, fix):
    plan = becoming(after)
    assert not is_copy(plan)
    assert [step.kind for step in plan.refused] == ["delete_collection"]
    (warning,) = (warning for warning in plan.warnings if warning.id == "no-copy")
    assert fix in warning.fix
    assert warning.what.removeprefix("it is deleted and made anew, and no copy takes its place: ")
    assert becoming(after, replace="blue_green").impossible
    chosen = becoming(after, replace="delete_and_create")
    assert not [warning for warning in chosen.warnings if warning.id == "no-copy"]


def test_a_named_vector_is_made_anew_where_it_stands_unless_a_copy_is_asked_for(planning, steps):
    planning.has("articles", {"vectors": {"text": TEXT}}, points=5)
    dot = {"vectors": {"text": {**TEXT, "distance": "Dot"}}}
    kinds = [kind for kind, _ in steps(planning.plan({"articles": dot}))]
    assert kinds == ["delete_vector", "create_vector"]
    assert is_copy(planning.plan({"articles": {**dot, "lifecycle": {"replace": "blue_green"}}}))


def test_a_collection_that_nobody_has_marked_is_adopted_before_a_copy_takes_its_place(planning):
    planning.has("articles", UNNAMED, owner=None)
    (change,) = planning.plan({"articles": {**UNNAMED, "shard_number": 2}}).impossible
    assert "adoption" in change.reason
