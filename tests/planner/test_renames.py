from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.schema.live import Mark
from tests.planner.conftest import Planning

ARTICLES = {"vectors": {"text": {"size": 4, "distance": "Cosine"}}}
RENAMED = {**ARTICLES, "renamed_from": "articles"}


def test_a_rename_is_a_new_mark_and_an_alias(planning, steps):
    planning.has("articles", ARTICLES, points=7)
    planning.had_applied("articles", ARTICLES)
    plan = planning.plan({"essays": RENAMED})
    assert steps(plan) == [("rename_collection", "essays"), ("set_alias", "essays/aliases/essays")]
    rename, alias = plan.steps
    assert rename.requests()[0].body.metadata == Mark("library", "essays", 1).as_metadata()
    assert (alias.alias, alias.collection) == ("essays", "articles")
    assert plan.records == {"essays": RENAMED, "articles": None}
    assert rename.inverse().mark == Mark("library", "articles", 1)


def test_once_renamed_nothing_differs(planning):
    planning.has("articles", ARTICLES)
    planning.collections["articles"] = planning.collections["articles"].__class__(
        "articles", planning.collections["articles"].spec, Mark("library", "essays", 1)
    )
    planning.aliases["essays"] = "articles"
    planning.had_applied("essays", RENAMED)
    assert planning.plan({"essays": RENAMED}).idle
    assert planning.plan({"essays": ARTICLES}).empty
    del planning.aliases["essays"]
    assert [step.kind for step in planning.plan({"essays": RENAMED}).steps] == ["set_alias"]


def test_other_differences_are_carried_out_with_it(planning, steps):
    planning.has("articles", {**ARTICLES, "hnsw_config": {"m": 16}, "payload_indexes": {"old": {"type": "geo"}}})
    planning.had_applied("articles", {**ARTICLES, "payload_indexes": {"old": {"type": "geo"}}})
    plan = planning.plan({"essays": {**RENAMED, "hnsw_config": {"m": 8}}})
    assert steps(plan) == [
        ("rename_collection", "essays"),
        ("delete_index", "essays/payload_indexes/old"),
        ("update_collection", "essays/hnsw_config"),
        ("set_alias", "essays/aliases/essays"),
    ]


def test_where_there_is_nothing_to_rename_it_is_created(planning, steps):
    assert steps(planning.plan({"essays": RENAMED})) == [("create_collection", "essays")]


@pytest.mark.parametrize("taken", ["collection", "alias"])
def test_a_name_that_is_taken_makes_it_impossible(planning, taken):
    planning.has("articles", ARTICLES)
    planning.had_applied("articles", ARTICLES)
    if taken == "collection":
        planning.has("essays", ARTICLES, owner=None)
    else:
        planning.has("other", ARTICLES, owner=None)
        planning.aliases["essays"] = "other"
    (change,) = planning.plan({"essays": RENAMED}).impossible
    assert "'articles'" in change.reason


@given(st.integers(0, 9), st.booleans(), st.sampled_from([{}, {"hnsw_config": {"m": 8}}, {"replication_factor": 2}]))
def test_a_declared_rename_is_never_drop_and_add(points, recorded, more):
    planning = Planning()
    planning.has("articles", ARTICLES, points=points)
    if recorded:
        planning.had_applied("articles", ARTICLES)
    plan = planning.plan({"essays": {**RENAMED, **more}})
    assert not {"delete_collection", "create_collection"} & {step.kind for step in plan.steps}
    assert not plan.refused
