from __future__ import annotations

import pytest

from qschema.planner.change import Origin
from qschema.planner.render_text import render_text

TEXT = {"size": 4, "distance": "Cosine"}
APPLIED = {
    "vectors": {"text": TEXT},
    "hnsw_config": {"m": 16},
    "payload_indexes": {"tenant": {"type": "keyword"}},
    "aliases": ["docs"],
    "metadata": {"team": "search"},
}


def origins(plan):
    return {change.address: change.origin.value for change in plan.changes}


def test_what_somebody_changed_is_drift_and_what_the_declaration_changes_is_not(planning):
    planning.has("articles", {**APPLIED, "hnsw_config": {"m": 8}, "payload_indexes": {}, "metadata": {"team": "x"}})
    planning.had_applied("articles", APPLIED)
    planning.aliases.clear()
    plan = planning.plan({"articles": {**APPLIED, "replication_factor": 2}})
    assert origins(plan) == {
        "articles/hnsw_config/m": "drift",
        "articles/payload_indexes/tenant": "drift",
        "articles/aliases/docs": "drift",
        "articles/metadata/team": "drift",
        "articles/replication_factor": "change",
    }
    assert [change.address for change in plan.drift] == [a for a, origin in origins(plan).items() if origin == "drift"]
    text = render_text(plan)
    assert text.index("Drift (") < text.index("articles/hnsw_config") < text.index("Changes (")
    assert text.index("Changes (") < text.index("articles/replication_factor")


def test_a_setting_that_both_changed_is_a_change(planning):
    planning.has("articles", {**APPLIED, "hnsw_config": {"m": 8}})
    planning.had_applied("articles", APPLIED)
    plan = planning.plan({"articles": {**APPLIED, "hnsw_config": {"m": 32}}})
    assert origins(plan) == {"articles/hnsw_config/m": "change"}


def test_a_collection_that_somebody_deleted_is_drift_with_all_that_belongs_to_it(planning):
    planning.had_applied("articles", APPLIED)
    plan = planning.plan({"articles": APPLIED})
    assert {change.origin for change in plan.changes} == {Origin.DRIFT}
    assert all(step.drift for step in plan.steps)


@pytest.mark.parametrize("applied", [{}, None])
def test_without_a_record_everything_is_a_change(planning, applied):
    planning.has("articles", {**APPLIED, "hnsw_config": {"m": 8}})
    planning.applied = applied
    assert origins(planning.plan({"articles": APPLIED})) == {"articles/hnsw_config/m": "change"}


IGNORED = {**APPLIED, "lifecycle": {"ignore_changes": ["hnsw_config/m", "payload_indexes", "aliases/docs"]}}


def test_what_is_ignored_counts_at_creation_only(planning, steps):
    plan = planning.plan({"articles": IGNORED})
    assert plan.steps[0].body["hnsw_config"] == {"m": 16}
    assert ("create_index", "articles/payload_indexes/tenant") in steps(plan)
    planning.has("articles", {**APPLIED, "hnsw_config": {"m": 8}, "payload_indexes": {"other": {"type": "geo"}}})
    planning.had_applied("articles", {**IGNORED, "payload_indexes": {"other": {"type": "geo"}}})
    planning.aliases.clear()
    plan = planning.plan({"articles": IGNORED})
    assert plan.empty
    assert not plan.unmanaged


def test_a_replacement_is_made_as_declared_even_where_changes_are_ignored(planning):
    planning.has("articles", {**APPLIED, "hnsw_config": {"m": 8}, "shard_number": 1})
    planning.had_applied("articles", IGNORED)
    plan = planning.plan({"articles": {**IGNORED, "shard_number": 2}})
    (create,) = [step for step in plan.steps if step.kind == "create_collection"]
    assert create.body["hnsw_config"] == {"m": 16}


def test_another_model_of_the_same_size_is_a_change_that_no_server_shows(planning, steps):
    def filled(model):
        return {"vectors": {"text": {**TEXT, "embed": {"model": model, "from": ["title"]}}}}

    planning.has("articles", {"vectors": {"text": TEXT}})
    planning.had_applied("articles", filled("a"))
    assert planning.plan({"articles": filled("a")}).empty
    plan = planning.plan({"articles": filled("b")})
    assert steps(plan) == [("delete_vector", "articles/vectors/text"), ("create_vector", "articles/vectors/text")]
    assert [change.kind.value for change in plan.changes] == ["±"]
    assert plan.refused
