"""Plans that are limited to some addresses, and plans that remove what nobody declared."""

from __future__ import annotations

TEXT = {"size": 4, "distance": "Cosine"}
ARTICLES = {"vectors": {"text": TEXT}}
INDEXES = {"payload_indexes": {"a": {"type": "geo"}, "b": {"type": "bool"}}}


def test_only_what_a_target_covers_is_done_and_recorded(planning, steps):
    planning.has("articles", {**ARTICLES, "hnsw_config": {"m": 16}})
    planning.had_applied("articles", ARTICLES)
    declared = {"articles": {**ARTICLES, **INDEXES, "aliases": ["docs"], "hnsw_config": {"m": 8}}, "drafts": ARTICLES}
    plan = planning.plan(declared, only=("articles/payload_indexes/a", "articles/aliases/docs"))
    assert steps(plan) == [
        ("create_index", "articles/payload_indexes/a"),
        ("set_alias", "articles/aliases/docs"),
    ]
    assert {change.address for change in plan.changes} == {step.address for step in plan.steps}
    assert plan.records == {"articles": {**ARTICLES, "payload_indexes": {"a": {"type": "geo"}}, "aliases": ["docs"]}}
    assert steps(planning.plan(declared, only=("drafts",))) == [("create_collection", "drafts")]
    assert planning.plan(declared, only=("articles",)).records == {"articles": declared["articles"]}
    assert planning.plan(declared, only=("nothing",)).idle


def test_a_target_that_goes_is_taken_out_of_the_record(planning, steps):
    before = {**ARTICLES, **INDEXES, "aliases": ["docs", "old"]}
    planning.has("articles", before)
    planning.had_applied("articles", before)
    plan = planning.plan({"articles": ARTICLES}, only=("articles/payload_indexes/a", "articles/aliases/old"))
    assert steps(plan) == [("delete_alias", "articles/aliases/old"), ("delete_index", "articles/payload_indexes/a")]
    assert plan.records == {"articles": {**ARTICLES, "payload_indexes": {"b": {"type": "bool"}}, "aliases": ["docs"]}}
    assert planning.applied == {"articles": before}


def test_what_is_impossible_elsewhere_stands_in_no_limited_plans_way(planning):
    declared = {"articles": {"vectors": {"text": {**TEXT, "datatype": "turbo8"}}}, "drafts": ARTICLES}
    assert planning.plan(declared).impossible
    assert not planning.plan(declared, only=("drafts",)).impossible


def test_an_adoption_goes_with_every_target_of_the_collection(planning, steps):
    planning.has("articles", ARTICLES, owner=None)
    plan = planning.plan({"articles": {**ARTICLES, **INDEXES}}, only=("articles/payload_indexes/a",))
    assert [kind for kind, _ in steps(plan)] == ["adopt_collection", "create_index"]


def test_pruning_removes_what_was_never_applied_and_nothing_of_others(planning, steps):
    there = {**ARTICLES, **INDEXES, "aliases": ["docs"], "metadata": {"k": 1}, "sparse_vectors": {"w": {}}}
    planning.has("articles", there)
    planning.has("left", ARTICLES)
    planning.has("theirs", ARTICLES, owner="shop")
    planning.has("nobodys", ARTICLES, owner=None)
    planning.had_applied("articles", ARTICLES)
    plain = planning.plan({"articles": ARTICLES})
    assert plain.idle
    pruned = planning.plan({"articles": ARTICLES}, prune=True)
    assert pruned.unmanaged == ("nobodys",)
    assert sorted(steps(pruned)) == [
        ("delete_alias", "articles/aliases/docs"),
        ("delete_collection", "left"),
        ("delete_index", "articles/payload_indexes/a"),
        ("delete_index", "articles/payload_indexes/b"),
        ("delete_vector", "articles/sparse_vectors/w"),
        ("update_collection", "articles/metadata"),
    ]
    assert {step.address for step in pruned.refused} == {"left", "articles/sparse_vectors/w"}


def test_pruning_leaves_what_is_to_be_adopted(planning, steps):
    planning.has("articles", {**ARTICLES, **INDEXES}, owner=None)
    plan = planning.plan({"articles": ARTICLES}, prune=True)
    assert steps(plan) == [("adopt_collection", "articles")]


def test_a_name_that_no_url_carries_can_only_come_with_the_collection(planning):
    planning.has("articles", ARTICLES)
    plan = planning.plan({"articles": {"vectors": {"text": TEXT, "..": TEXT}}})
    assert [change.address for change in plan.impossible] == ["articles/vectors/.."]
