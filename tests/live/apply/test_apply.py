"""The whole way on a real server: plan, apply, change, apply, remove; and who is left in peace."""

from __future__ import annotations

import pytest

from qschema.apply.errors import ImpossiblePlanError, NoPermissionError
from qschema.apply.status import status
from qschema.client import QdrantClient, models
from tests.apply.bench import ARTICLES, Bench, schema_of

pytestmark = pytest.mark.live

PLAIN = {"vectors": {"size": 4, "distance": "Dot"}}


def make(client: QdrantClient, name: str) -> None:
    """Make a collection with a point as somebody without qschema would."""
    client.create_collection(name, vectors_config=models.VectorParams(size=4, distance=models.Distance.DOT))
    client.upsert(name, [models.PointStruct(id=1, vector=[1, 2, 3, 4], payload={"kept": True})])


def test_the_ledger_is_as_the_contract_says(bench):
    bench.apply({"articles": ARTICLES})
    shown = bench.client.get_collection("_qschema")
    assert shown.config.params.vectors in (None, {})
    assert shown.config.params.shard_number == 1
    assert shown.config.strict_mode_config.enabled is False
    assert {field: one.data_type.value for field, one in shown.payload_schema.items()} == {
        "kind": "keyword",
        "project": "keyword",
        "seq": "integer",
    }
    points, _ = bench.client.scroll("_qschema", limit=1000)
    assert len({point.id for point in points}) == 10  # meta, run and its end, three steps before and after, applied


def test_from_one_declaration_to_the_next(bench):
    bench.apply({"articles": ARTICLES, "logs": PLAIN})
    bench.client.upsert("articles", [models.PointStruct(id=1, vector={"text": [1, 2, 3, 4]}, payload={"tenant": "a"})])
    declared = {
        "articles": {
            **ARTICLES,
            "payload_indexes": {"year": {"type": "integer"}},
            "hnsw_config": {"m": 24},
            "quantization_config": {"scalar": {"type": "int8", "always_ram": True}},
            "metadata": {"team": "search"},
            "aliases": ["papers"],
        }
    }
    outcome = bench.apply(declared, granted=("logs",))
    assert set(outcome.steps) == {"done"}
    assert bench.plan(declared).idle
    assert bench.client.get_collection("papers").points_count == 1
    found = status(bench.client, schema_of(declared), place=bench.place)
    assert (found.drift, found.collections[0].points) == (0, 1)
    assert [run.outcome for run in bench.runs()] == ["done", "done"]
    assert bench.is_at_rest()


def test_two_projects_never_plan_anything_against_each_other(bench):
    make(bench.client, "unmarked")
    bench.apply({"articles": ARTICLES})
    bench.apply({"orders": PLAIN}, project="shop")
    before = bench.shown()
    for project, own in (("library", "articles"), ("shop", "orders")):
        plan = bench.plan({}, project=project, granted=("articles", "orders", "unmarked"))
        assert {step.collection for step in plan.steps} == {own}
    with pytest.raises(ImpossiblePlanError):
        bench.apply({"orders": PLAIN})
    taken = {"more": {**PLAIN, "aliases": ["docs"]}}
    with pytest.raises(ImpossiblePlanError):
        bench.apply(taken, project="shop")
    assert bench.shown() == before


def test_what_nobody_declares_and_nobody_marked_is_never_touched(bench):
    make(bench.client, "unmarked")

    def shown():
        return bench.client.get_collection("unmarked"), bench.client.retrieve("unmarked", [1], with_vectors=True)

    before = shown()
    bench.apply({"articles": ARTICLES}, granted=("unmarked",))
    bench.apply({}, granted=("articles", "unmarked"))
    assert (
        bench.client.get_collection("unmarked"),
        bench.client.retrieve("unmarked", [1], with_vectors=True),
    ) == before


def test_a_collection_is_adopted_with_its_data(bench):
    make(bench.client, "articles")
    assert bench.plan({"articles": PLAIN}).empty
    bench.apply({"articles": PLAIN})
    assert bench.client.get_collection("articles").config.metadata["qschema"]["project"] == "library"
    assert bench.client.count("articles").count == 1
    assert bench.plan({"articles": PLAIN}).idle


def test_with_a_key_that_only_reads(start_server):
    url = start_server("--api-key", "the-key", "--read-only-api-key", "the-read-key")
    with QdrantClient(url, api_key="the-key") as all_may, QdrantClient(url, api_key="the-read-key") as may_read:
        writer, reader = Bench.over(all_may, url), Bench.over(may_read, url)
        for others in (False, True):
            if others:
                writer.apply({"orders": PLAIN}, project="shop")
            assert [step.kind for step in reader.plan({"articles": PLAIN}).steps] == ["create_collection"]
            with pytest.raises(NoPermissionError):
                reader.apply({"articles": PLAIN})
            assert not writer.client.collection_exists("articles")
            assert writer.has_ledger() is others
        assert writer.is_at_rest()
        writer.apply({"articles": PLAIN})
        assert reader.plan({"articles": PLAIN}).idle


def test_on_the_instance_of_somebody(live_url, name):
    """On an instance that is also used for other things: nothing of this test stays behind but records."""
    with QdrantClient(live_url) as client:
        bench = Bench.over(client, live_url)
        had_ledger = bench.has_ledger()
        try:
            bench.apply({name: {**ARTICLES, "aliases": [f"{name}-docs"]}}, project=name)
            assert bench.plan({name: {**ARTICLES, "aliases": [f"{name}-docs"]}}, project=name).idle
            bench.apply({}, project=name, granted=(name,))
            assert not client.collection_exists(name)
        finally:
            client.delete_collection(name)
            if not had_ledger:
                client.delete_collection("_qschema")
