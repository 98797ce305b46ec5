from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import qschema
from qschema.planner.warnings import IDS

TEXT = {"size": 384, "distance": "Cosine"}
ARTICLES = {"vectors": {"text": TEXT}}
LIMIT = {"strict_mode_config": {"enabled": True, "max_query_limit": 100}}


def ids(plan):
    return sorted((one.id, one.address) for one in plan.warnings)


def has(planning, spec, *, points=0, indexed=0, applied=None, name="articles"):
    planning.has(name, spec, points=points)
    planning.collections[name] = replace(planning.collections[name], indexed=indexed)
    if applied is not None:
        planning.had_applied(name, applied)


def test_what_is_as_declared_warns_of_nothing(planning):
    has(planning, ARTICLES, points=10_000_000, indexed=10_000_000, applied=ARTICLES)
    assert not planning.plan({"articles": ARTICLES}).warnings


def test_a_step_that_loses_data(planning):
    has(planning, {"vectors": {"text": TEXT, "old": TEXT}}, applied={"vectors": {"text": TEXT, "old": TEXT}})
    assert ids(planning.plan({"articles": ARTICLES})) == [("destructive", "articles/vectors/old")]
    assert ids(planning.plan({})) == [("destructive", "articles")]


@pytest.mark.parametrize(("points", "warned"), [(999_999, []), (1_000_000, [("large-rebuild", "articles")])])
def test_a_rebuild_of_a_large_collection(planning, points, warned):
    has(planning, {**ARTICLES, "hnsw_config": {"m": 16}}, points=points, indexed=points)
    assert ids(planning.plan({"articles": {**ARTICLES, "hnsw_config": {"m": 24}}})) == warned


def test_an_index_after_the_graph_offers_the_rebuild_that_links_it(planning):
    index = {"payload_indexes": {"tenant": {"type": "keyword"}}}
    graph = {"hnsw_config": {"m": 16, "ef_construct": 100}}
    has(planning, {**ARTICLES, **graph}, points=9, indexed=9)
    plan = planning.plan({"articles": {**ARTICLES, **index}})
    assert ids(plan) == [("index-after-graph", "articles/payload_indexes/tenant")]
    assert "ef_construct: 101" in plan.warnings[0].fix
    offered = planning.plan({"articles": {**ARTICLES, **index, "hnsw_config": {"ef_construct": 101}}})
    assert [step.kind for step in offered.steps] == ["create_index", "update_collection"]
    assert not offered.warnings
    unlinked = {"payload_indexes": {"tenant": {"type": "keyword", "enable_hnsw": False}}}
    assert not planning.plan({"articles": {**ARTICLES, **unlinked}}).warnings
    has(planning, {**ARTICLES, **graph}, points=9, indexed=0)
    assert not planning.plan({"articles": {**ARTICLES, **index}}).warnings


def test_the_indexes_of_a_copy_come_before_its_graph(planning):
    has(planning, ARTICLES, applied=ARTICLES, points=9, indexed=9)
    copied = {
        "shard_number": 2,
        "lifecycle": {"replace": "blue_green"},
        "payload_indexes": {"tenant": {"type": "keyword"}},
    }
    plan = planning.plan({"articles": {**ARTICLES, **copied}})
    assert "copy_points" in [step.kind for step in plan.steps]
    assert not plan.warnings


def test_a_placement_that_loops(planning):
    has(planning, {"vectors": {"text": {**TEXT, "on_disk": True, "memory": "cached"}}})
    plan = planning.plan({"articles": ARTICLES})
    assert not plan.steps
    assert ids(plan) == [("contradicting-placement", "articles/vectors/text")]
    mended = planning.plan({"articles": {"vectors": {"text": {**TEXT, "memory": "cached"}}}})
    assert mended.steps[0].after == {"vectors": {"text": {"on_disk": False, "memory": "cached"}}}
    assert not mended.warnings


def test_a_limit_that_stays(planning):
    has(planning, ARTICLES)
    path = "articles/strict_mode_config/max_query_limit"
    assert ids(planning.plan({"articles": {**ARTICLES, **LIMIT}})) == [("cannot-unset", path)]
    has(planning, {**ARTICLES, "strict_mode_config": {"enabled": False, "max_query_limit": 10}})
    assert not planning.plan({"articles": {**ARTICLES, **LIMIT}}).warnings


def test_a_setting_that_is_no_longer_declared_stays_and_that_is_told_once(planning):
    has(planning, {**ARTICLES, **LIMIT}, applied={**ARTICLES, **LIMIT})
    plan = planning.plan({"articles": ARTICLES})
    assert not plan.steps
    assert {address for _, address in ids(plan)} == {
        "articles/strict_mode_config/enabled",
        "articles/strict_mode_config/max_query_limit",
    }
    assert {kind for kind, _ in ids(plan)} == {"left-as-is"}
    planning.applied = {**planning.applied, **plan.records}
    assert not planning.plan({"articles": ARTICLES}).warnings


def test_a_setting_goes_with_its_vector_without_a_word(planning):
    old = {"vectors": {"text": TEXT, "old": {**TEXT, "on_disk": True}}}
    has(planning, old, applied=old)
    assert "left-as-is" not in {kind for kind, _ in ids(planning.plan({"articles": ARTICLES}))}


def test_one_replica_on_a_cluster(planning):
    planning.peers = {"1": "1.19.0", "2": "1.19.0"}
    assert ids(planning.plan({"articles": ARTICLES})) == [("single-replica", "articles/replication_factor")]
    assert not planning.plan({"articles": {**ARTICLES, "replication_factor": 2}}).warnings
    has(planning, {**ARTICLES, "replication_factor": 1}, applied=ARTICLES)
    assert not planning.plan({"articles": ARTICLES}).warnings
    plan = planning.plan({"articles": {**ARTICLES, "replication_factor": 2}})
    assert ids(plan) == [("replicas-not-moved", "articles/replication_factor")]


def test_an_alias_that_hides_a_collection(planning):
    has(planning, ARTICLES, applied=ARTICLES)
    planning.aliases["hidden"] = "articles"
    planning.shadowed = ("hidden",)
    assert ids(planning.plan({"articles": ARTICLES})) == [("alias-shadows-collection", "hidden")]


def test_a_name_that_no_url_carries(planning):
    plan = planning.plan({"articles": {"vectors": {"..": TEXT}, "payload_indexes": {".": {"type": "geo"}}}})
    assert ids(plan) == [
        ("name-not-in-url", "articles/payload_indexes/."),
        ("name-not-in-url", "articles/vectors/.."),
    ]


def test_what_an_older_peer_ignores_and_peers_of_which_nobody_knows(planning):
    has(planning, {"vectors": {"text": {**TEXT, "memory": "cold"}}}, applied=ARTICLES)
    planning.peers = {"1": "1.19.0", "2": "1.18.0", "3": None}
    plan = planning.plan({"articles": ARTICLES})
    assert ids(plan) == [("older-peer", "articles/vectors/text/memory"), ("unknown-peer", "")]


def test_each_is_described():
    page = (Path(qschema.__path__[0]).parent / "docs" / "warnings.md").read_text(encoding="utf-8")
    described = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert sorted(described) == sorted(IDS)
