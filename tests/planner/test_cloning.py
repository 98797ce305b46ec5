"""A new generation that a snapshot fills, and that is changed in place before anybody uses it."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.schema.live import LiveCollection, Mark
from qschema.schema.spec import CollectionSpec

TEXT: dict[str, Any] = {"size": 4, "distance": "Cosine"}
IMAGE: dict[str, Any] = {"size": 3, "distance": "Dot"}
OLD = {"model": "app:old", "from": ["title"]}
NEW = {"model": "app:new", "from": ["title"]}
BEFORE = {"vectors": {"text": {**TEXT, "embed": OLD}, "image": IMAGE}, "aliases": ["docs"]}
SHOWN = {"vectors": {"text": TEXT, "image": IMAGE}, "aliases": ["docs"]}
WIDER = {**BEFORE, "vectors": {"text": {**TEXT, "size": 8, "embed": NEW}, "image": IMAGE}}
MARK = Mark("library", "articles", 2)

AS_A_CLONE = [
    ("clone_collection", "articles"),
    ("delete_vector", "articles/vectors/text"),
    ("create_vector", "articles/vectors/text"),
    ("fill_vector", "articles/vectors/text"),
    ("copy_points", "articles"),
    ("verify_copy", "articles"),
    ("set_alias", "articles/aliases/docs"),
    ("shadow_collection", "articles"),
]


def replace(strategy: str) -> dict[str, Any]:
    return {"lifecycle": {"replace": strategy}}


@pytest.fixture
def library(planning):
    planning.has("articles", SHOWN, points=5)
    planning.had_applied("articles", BEFORE)
    return planning


def beside(library, shown, mark=MARK):
    """Put a clone beside the collection."""
    spec = CollectionSpec.model_validate({key: value for key, value in shown.items() if key != "aliases"})
    library.collections[MARK.collection + "__g2"] = LiveCollection("articles__g2", spec, mark, 5)


def kinds(plan):
    return [step.kind for step in plan.steps]


def test_another_model_is_tried_in_a_clone_where_other_vectors_stay(library, steps):
    plan = library.plan({"articles": WIDER})
    assert steps(plan) == AS_A_CLONE
    assert {step.collection for step in plan.steps} == {"articles__g2"}
    assert plan.steps[0].mark == MARK
    assert not plan.refused
    assert plan.steps[4].cloned
    assert {warning.id for warning in plan.warnings} <= {"alias-shadows-collection"}


def test_a_copy_does_where_no_numbers_stay(planning, steps):
    planning.has("articles", {"vectors": {"text": TEXT}}, points=5)
    planning.had_applied("articles", {"vectors": {"text": {**TEXT, "embed": OLD}}})
    wanted = {"vectors": {"text": {**TEXT, "size": 8, "embed": NEW}}}
    assert kinds(planning.plan({"articles": wanted}))[:2] == ["create_collection", "copy_points"]
    assert kinds(planning.plan({"articles": {**wanted, **replace("clone")}}))[0] == "clone_collection"


@pytest.mark.parametrize(
    ("strategy", "first"),
    [
        ("blue_green", "clone_collection"),
        ("clone", "clone_collection"),
        ("copy", "create_collection"),
        ("delete_and_create", "delete_vector"),
    ],
)
def test_the_way_may_be_declared(library, strategy, first):
    assert kinds(library.plan({"articles": {**WIDER, **replace(strategy)}}))[0] == first


def test_a_clone_can_not_take_what_only_a_new_collection_can(library):
    wanted = {**WIDER, "shard_number": 2}
    assert kinds(library.plan({"articles": wanted}))[0] == "create_collection"
    plan = library.plan({"articles": {**wanted, **replace("clone")}})
    assert not plan.steps
    assert "articles/shard_number can't be" in plan.impossible[0].reason


def test_servers_that_drop_no_vectors_copy(library):
    library.version = "1.17.1"
    assert kinds(library.plan({"articles": WIDER}))[0] == "create_collection"
    assert "before 1.18" in library.plan({"articles": {**WIDER, **replace("clone")}}).impossible[0].reason


def test_shards_on_several_peers_are_cloned_only_on_demand(library):
    library.peers = {"1": "1.19.0", "2": "1.19.0"}
    assert kinds(library.plan({"articles": WIDER}))[0] == "create_collection"
    assert kinds(library.plan({"articles": {**WIDER, **replace("clone")}}))[0] == "clone_collection"


def test_what_can_be_changed_in_place_is_changed_in_the_clone(library, steps):
    wanted = {**WIDER, "hnsw_config": {"m": 32}, "payload_indexes": {"tenant": {"type": "keyword"}}}
    plan = library.plan({"articles": wanted})
    assert ("update_collection", "articles/hnsw_config") in steps(plan)
    assert ("create_index", "articles/payload_indexes/tenant") in steps(plan)
    assert {step.collection for step in plan.steps} == {"articles__g2"}


def test_a_vector_that_goes_is_dropped_from_the_clone_and_destroys_nothing(library, steps):
    without = {**WIDER, "vectors": {"text": WIDER["vectors"]["text"], "more": {**TEXT, "embed": NEW}}}
    library.had_applied("articles", {**BEFORE, "sparse_vectors": {}})
    plan = library.plan({"articles": {**without, **replace("clone")}})
    assert ("delete_vector", "articles/vectors/image") in steps(plan)
    assert not any(step.destructive for step in plan.steps)


def test_another_model_of_the_same_size_is_made_anew_in_a_clone(library, steps):
    same = {**BEFORE, "vectors": {"text": {**TEXT, "embed": NEW}, "image": IMAGE}}
    assert steps(library.plan({"articles": same})) == AS_A_CLONE


def test_a_clone_that_is_not_whole_is_made_once_more(library, steps):
    beside(library, SHOWN, MARK._replace(whole=False))
    plan = library.plan({"articles": WIDER})
    assert steps(plan) == AS_A_CLONE
    assert not plan.steps[0].holds(library._instance)
    assert not plan.steps[0].obstacle(library._instance)


def test_a_whole_one_is_gone_on_with_as_it_is(library, steps):
    done = [one for one in AS_A_CLONE if one[0] not in ("delete_vector", "create_vector")]
    beside(library, {"vectors": {"text": {**TEXT, "size": 8}, "image": IMAGE}})
    plan = library.plan({"articles": WIDER})
    assert steps(plan) == done
    assert plan.steps[0].holds(library._instance)
    beside(library, {"vectors": {"image": IMAGE}})
    assert steps(library.plan({"articles": WIDER})) == [one for one in AS_A_CLONE if one[0] != "delete_vector"]


def test_without_points_nothing_is_cloned(planning, steps):
    planning.has("articles", SHOWN)
    planning.had_applied("articles", BEFORE)
    assert kinds(planning.plan({"articles": WIDER})) == ["delete_vector", "create_vector"]


def test_a_vector_that_loses_its_numbers_where_it_stands_is_warned_of(library):
    other = {**BEFORE, "vectors": {"text": {**TEXT, "embed": OLD}, "image": {**IMAGE, "distance": "Cosine"}}}
    plan = library.plan({"articles": other})
    assert [one.address for one in plan.warnings if one.id == "dropped-in-place"] == ["articles/vectors/image"]
    assert "dropped-in-place" not in {
        one.id for one in library.plan({"articles": {**other, **replace("copy")}}).warnings
    }


def test_numbers_that_are_taken_over_are_copied(library):
    dot = {**BEFORE, "vectors": {"text": {**TEXT, "embed": OLD, "distance": "Dot"}, "image": IMAGE}}
    assert kinds(library.plan({"articles": {**dot, **replace("blue_green")}}))[0] == "create_collection"
    assert "'text'" in library.plan({"articles": {**dot, **replace("clone")}}).impossible[0].reason
