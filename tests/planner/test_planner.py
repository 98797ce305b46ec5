from __future__ import annotations

import pytest

from qschema.planner.plan import Plan, covered

TEXT = {"size": 4, "distance": "Cosine"}
ARTICLES = {"vectors": {"text": TEXT}}


def test_a_missing_collection_is_created_with_its_indexes_before_its_aliases(planning, steps):
    spec = {
        **ARTICLES,
        "payload_indexes": {"tenant": {"type": "keyword"}},
        "aliases": ["docs"],
        "read_fan_out_factor": 2,
    }
    plan = planning.plan({"articles": spec})
    assert steps(plan) == [
        ("create_collection", "articles"),
        ("create_index", "articles/payload_indexes/tenant"),
        ("update_collection", "articles/read_fan_out_factor"),
        ("set_alias", "articles/aliases/docs"),
    ]
    (create,) = plan.steps[0].requests()
    assert create.body.metadata == {"qschema": {"project": "library", "collection": "articles", "generation": 1}}
    assert str(plan.summary) == "3 to add, 0 to change, 0 to destroy"


def test_what_is_as_declared_needs_nothing(planning):
    planning.has("articles", {**ARTICLES, "hnsw_config": {"m": 16}, "shard_number": 1})
    planning.had_applied("articles", ARTICLES)
    assert planning.plan({"articles": ARTICLES}).idle


def test_each_concern_is_patched_on_its_own(planning, steps):
    planning.has("articles", {**ARTICLES, "hnsw_config": {"m": 16, "ef_construct": 100}})
    declared = {
        "vectors": {"text": {**TEXT, "quantization_config": {"binary": {}}, "hnsw_config": {"m": 8}}},
        "hnsw_config": {"m": 24, "ef_construct": 128},
        "replication_factor": 2,
    }
    plan = planning.plan({"articles": declared})
    assert sorted(steps(plan)) == [
        ("update_collection", "articles/hnsw_config"),
        ("update_collection", "articles/replication_factor"),
        ("update_collection", "articles/vectors/text/hnsw_config"),
        ("update_collection", "articles/vectors/text/quantization_config"),
    ]
    assert [step.rebuild for step in plan.steps if step.address == "articles/hnsw_config"] == [True]


def test_an_unmarked_collection_is_adopted_and_that_is_no_change(planning, steps):
    planning.has("articles", ARTICLES, owner=None)
    plan = planning.plan({"articles": ARTICLES})
    assert steps(plan) == [("adopt_collection", "articles")]
    assert plan.empty
    assert not plan.idle
    assert plan.adopts == ("articles",)


def test_an_unmarked_collection_is_changed_in_place_but_never_destroyed(planning, steps):
    planning.has("articles", {**ARTICLES, "hnsw_config": {"m": 16}}, owner=None)
    plan = planning.plan({"articles": {**ARTICLES, "hnsw_config": {"m": 8}}})
    assert steps(plan) == [("adopt_collection", "articles"), ("update_collection", "articles/hnsw_config")]
    plan = planning.plan({"articles": {"vectors": {"text": {"size": 8, "distance": "Cosine"}}}}, granted=("articles",))
    assert [change.address for change in plan.impossible] == ["articles/vectors/text/size"]
    assert "adoption" in plan.impossible[0].reason
    assert not plan.steps


def test_another_projects_collection_is_impossible_and_otherwise_not_mentioned(planning):
    planning.has("articles", ARTICLES, owner="shop")
    assert "shop" in planning.plan({"articles": ARTICLES}).impossible[0].reason
    plan = planning.plan({})
    assert plan.idle
    assert not plan.unmanaged


def test_an_undeclared_unmarked_collection_is_left_alone(planning):
    planning.has("legacy", ARTICLES, owner=None)
    plan = planning.plan({"articles": ARTICLES})
    assert plan.unmanaged == ("legacy",)
    assert all(step.collection == "articles" for step in plan.steps)


@pytest.mark.parametrize("recorded", [True, False])
def test_a_collection_goes_only_if_it_was_applied_and_only_when_allowed(planning, steps, recorded):
    planning.has("articles", ARTICLES, points=7)
    if recorded:
        planning.had_applied("articles", ARTICLES)
    plan = planning.plan({})
    if not recorded:
        assert plan.idle
        assert plan.unmanaged == ("articles",)
        return
    assert steps(plan) == [("delete_collection", "articles")]
    assert plan.refused
    assert "7 points" in plan.steps[0].words()
    assert not planning.plan({}, granted=("articles",)).refused
    assert plan.records == {"articles": None}


def test_without_a_ledger_nothing_is_removed_and_the_plan_says_so(planning):
    planning.has("articles", {**ARTICLES, "aliases": ["docs"]})
    planning.applied = None
    plan = planning.plan({})
    assert not plan.steps
    assert "nothing" in plan.notes[0]


@pytest.mark.parametrize(
    ("part", "members", "kind"),
    [
        ("payload_indexes", {"tenant": {"type": "keyword"}}, "delete_index"),
        ("aliases", ["tenant"], "delete_alias"),
        ("metadata", {"tenant": 1}, "update_collection"),
        ("sparse_vectors", {"tenant": {}}, "delete_vector"),
    ],
)
def test_a_member_goes_only_if_it_was_applied(planning, part, members, kind):
    planning.has("articles", {**ARTICLES, part: members})
    plan = planning.plan({"articles": ARTICLES})
    assert not plan.steps
    assert plan.unmanaged == (f"articles/{part}/tenant",)
    planning.had_applied("articles", {**ARTICLES, part: members})
    plan = planning.plan({"articles": ARTICLES})
    assert [step.kind for step in plan.steps] == [kind]
    assert bool(plan.refused) == (kind == "delete_vector")


def test_only_what_loses_data_wants_a_grant(planning):
    planning.has("articles", {**ARTICLES, "aliases": ["docs"], "payload_indexes": {"a": {"type": "geo"}}})
    planning.had_applied("articles", {**ARTICLES, "aliases": ["docs"], "payload_indexes": {"a": {"type": "geo"}}})
    plan = planning.plan({"articles": ARTICLES})
    assert len(plan.steps) == 2
    assert not plan.refused


@pytest.mark.parametrize(
    "declared",
    [
        {"vectors": {"text": TEXT}, "shard_number": 2},
        {"vectors": {"text": TEXT}, "wal_config": {"wal_capacity_mb": 1}},
        {"vectors": TEXT},
    ],
)
def test_what_is_fixed_at_creation_replaces_the_collection_and_keeps_undeclared_members(planning, steps, declared):
    planning.has(
        "articles",
        {
            **ARTICLES,
            "shard_number": 1,
            "payload_indexes": {"a": {"type": "geo"}},
            "aliases": ["docs"],
            "metadata": {"k": 1},
        },
    )
    plan = planning.plan({"articles": declared})
    copy, anew = plan, planning.plan({"articles": {**declared, "lifecycle": {"replace": "delete_and_create"}}})
    assert [kind for kind, _ in steps(anew)] == ["delete_collection", "create_collection", "create_index", "set_alias"]
    assert [step.address for step in anew.refused] == ["articles"]
    assert [kind for kind, _ in steps(copy)] == [
        "create_collection",
        "create_index",
        "copy_points",
        "verify_copy",
        "set_alias",
        "shadow_collection",
    ]
    assert not copy.refused
    for plan in (copy, anew):
        (create,) = (step.requests()[0] for step in plan.steps if step.kind == "create_collection")
        assert create.body.metadata["k"] == 1
        assert create.body.metadata["qschema"]["generation"] == 2


def test_a_named_vector_of_another_size_is_made_anew_alone(planning, steps):
    planning.has("articles", {"vectors": {"text": TEXT, "title": TEXT}})
    declared = {"vectors": {"text": {"size": 8, "distance": "Cosine", "on_disk": True}, "title": TEXT}}
    plan = planning.plan({"articles": declared})
    assert steps(plan) == [
        ("delete_vector", "articles/vectors/text"),
        ("create_vector", "articles/vectors/text"),
        ("update_collection", "articles/vectors/text"),
    ]
    assert [step.address for step in plan.refused] == ["articles/vectors/text"]
    planning.version = "1.16.3"
    assert [kind for kind, _ in steps(planning.plan({"articles": declared}))] == [
        "delete_collection",
        "create_collection",
    ]


def test_a_vector_that_turns_from_dense_to_sparse_is_made_anew(planning, steps):
    planning.has("articles", {"vectors": {"text": TEXT, "words": TEXT}})
    plan = planning.plan({"articles": {"vectors": {"text": TEXT}, "sparse_vectors": {"words": {"modifier": "idf"}}}})
    assert steps(plan) == [
        ("delete_vector", "articles/vectors/words"),
        ("create_vector", "articles/sparse_vectors/words"),
    ]
    assert not plan.unmanaged


def test_prevent_destroy_holds_even_after_the_declaration_is_gone(planning):
    protected = {**ARTICLES, "lifecycle": {"prevent_destroy": True}}
    planning.has("articles", {**ARTICLES, "shard_number": 1})
    planning.had_applied("articles", protected)
    assert planning.plan({}, granted=("articles",)).impossible
    anew = {"prevent_destroy": True, "replace": "delete_and_create"}
    assert planning.plan(
        {"articles": {**ARTICLES, "shard_number": 2, "lifecycle": anew}}, granted=("articles",)
    ).impossible
    assert not planning.plan({"articles": {**protected, "shard_number": 2}}).impossible  # a copy destroys nothing


def test_what_no_server_knows_is_not_sent_and_differs_from_nothing(planning):
    embed = {"model": "m", "from": ["title"]}
    articles = {"vectors": {"text": {**TEXT, "embed": embed}}, "sparse_vectors": {"words": {"embed": embed}}}
    said = {"renamed_from": "papers", "lifecycle": {"replace": "delete_and_create", "ignore_changes": ["owner"]}}
    (create,) = planning.plan({"articles": {**articles, **said}}).steps
    assert create.body == {"vectors": {"text": TEXT}, "sparse_vectors": {"words": {}}}
    planning.has("articles", {"vectors": {"text": TEXT}, "sparse_vectors": {"words": {}}})
    assert planning.plan({"articles": {**articles, **said}}).empty
    (unnamed,) = planning.plan({"books": {"vectors": {**TEXT, "embed": embed}}}).steps
    assert unnamed.body == {"vectors": TEXT}


def test_what_the_server_is_too_old_for_is_impossible_and_named(planning):
    planning.version = "1.16.3"
    plan = planning.plan({"articles": {"vectors": {"text": {**TEXT, "memory": "cold"}}}})
    (change,) = plan.impossible
    assert change.address == "articles/vectors/text/memory"
    assert "1.19" in change.reason
    planning.version = "1.19.0"
    plan = planning.plan({"articles": {**ARTICLES, "payload_indexes": {"a": {"type": "keyword", "nested": "b"}}}})
    assert plan.impossible[0].address == "articles/payload_indexes/a/nested"


def test_an_alias_moves_in_one_action_and_is_never_taken_from_another_project(planning, steps):
    planning.has("articles", ARTICLES)
    planning.has("drafts", {**ARTICLES, "aliases": ["docs"]})
    declared = {"articles": {**ARTICLES, "aliases": ["docs"]}, "drafts": ARTICLES}
    planning.had_applied("drafts", {**ARTICLES, "aliases": ["docs"]})
    plan = planning.plan(declared)
    assert steps(plan) == [("set_alias", "articles/aliases/docs")]
    assert plan.steps[0].before == "drafts"
    planning.has("drafts", {**ARTICLES, "aliases": ["docs"]}, owner="shop")
    assert "shop" in planning.plan({"articles": declared["articles"]}).impossible[0].reason


def test_an_alias_whose_name_a_dying_collection_bears_is_set_after_it(planning, steps):
    planning.has("docs", ARTICLES)
    planning.had_applied("docs", ARTICLES)
    plan = planning.plan({"articles": {**ARTICLES, "aliases": ["docs"]}}, granted=("docs",))
    assert not plan.impossible
    assert steps(plan) == [
        ("delete_collection", "docs"),
        ("create_collection", "articles"),
        ("set_alias", "articles/aliases/docs"),
    ]


def test_a_collection_that_dies_otherwise_goes_last(planning, steps):
    planning.has("old", {**ARTICLES, "aliases": ["docs"]})
    planning.had_applied("old", {**ARTICLES, "aliases": ["docs"]})
    plan = planning.plan({"articles": {**ARTICLES, "aliases": ["docs"]}}, granted=("old",))
    assert [kind for kind, _ in steps(plan)] == ["create_collection", "set_alias", "delete_collection"]


def test_a_declared_name_that_is_an_alias_is_impossible(planning):
    planning.has("other", {**ARTICLES, "aliases": ["articles"]}, owner=None)
    assert "alias" in planning.plan({"articles": ARTICLES}).impossible[0].reason


def test_a_plan_survives_being_saved(planning):
    planning.has("articles", {**ARTICLES, "hnsw_config": {"m": 16}})
    plan = planning.plan({"articles": {**ARTICLES, "hnsw_config": {"m": 8}, "aliases": ["docs"]}, "b": ARTICLES})
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def test_an_address_covers_what_lies_under_it():
    assert covered("articles/vectors/text", ["articles"])
    assert covered("articles", ["articles"])
    assert not covered("articles2", ["articles"])
    assert not covered("articles", ["articles/vectors"])
