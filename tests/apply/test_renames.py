"""A declared rename, carried out: the points stay, both names lead to them, and nothing differs afterwards."""

from __future__ import annotations

from qschema.apply.applied import read_applied
from qschema.client import models
from tests.apply.bench import ARTICLES, PROJECT

ESSAYS = {**ARTICLES, "renamed_from": "articles", "hnsw_config": {"m": 8}}


def test_a_rename_keeps_the_points_and_is_done_once(bench):
    bench.apply({"articles": ARTICLES})
    bench.client.upsert("articles", [models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]})], wait=True)
    outcome = bench.apply({"essays": ESSAYS})
    assert set(outcome.steps) == {"done"}
    assert bench.plan({"essays": ESSAYS}).idle
    for name in ("essays", "articles", "docs"):
        assert bench.client.count(name).count == 1
    assert list(read_applied(bench.client, PROJECT)) == ["essays"]
    later = {**ESSAYS, "payload_indexes": {"year": {"type": "integer"}}}
    del later["renamed_from"]
    plan = bench.plan({"essays": later})
    assert [step.kind for step in plan.steps] == ["delete_index", "create_index"]
    bench.carry_out(plan)
    assert bench.plan({"essays": later}).idle


def test_a_rename_is_taken_back_by_the_inverse(bench):
    bench.apply({"articles": ARTICLES})
    before = bench.shown()
    plan = bench.plan({"essays": {**ARTICLES, "renamed_from": "articles"}})
    bench.carry_out(plan)
    for step in reversed(plan.steps):
        back = step.inverse()
        assert back
        for request in back.requests():
            bench.client.send(request)
    assert bench.shown() == before


def test_and_back_to_the_old_name(bench):
    bench.apply({"articles": ARTICLES})
    bench.apply({"essays": {**ARTICLES, "renamed_from": "articles"}})
    again = {"articles": {**ARTICLES, "renamed_from": "essays"}}
    plan = bench.plan(again)
    assert not plan.impossible
    assert not plan.refused
    bench.carry_out(plan)
    assert bench.plan(again).idle


def test_a_renamed_collection_that_is_no_longer_declared_goes_with_its_names(bench):
    bench.apply({"articles": ARTICLES})
    bench.apply({"essays": {**ARTICLES, "renamed_from": "articles"}})
    plan = bench.plan({}, granted=("essays",))
    assert [step.collection for step in plan.steps] == ["articles"]
    bench.carry_out(plan)
    assert bench.shown() == {"collections": {}, "aliases": {}}
