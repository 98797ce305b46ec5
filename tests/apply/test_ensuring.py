"""What an application makes of its collections when it starts: what is missing, and nothing else."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.apply.ensuring import aensure, ensure
from qschema.apply.errors import LockedError, NotEnsuredError
from qschema.apply.lock import ProjectLock
from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.schema.errors import SchemaError
from tests.apply.bench import ARTICLES, Bench
from tests.apply.faults import WRITES, forbidden

DECLARED = {"articles": ARTICLES}
FULL: dict[str, Any] = {
    "vectors": {"text": {"size": 4, "distance": "Cosine"}, "title": {"size": 2, "distance": "Dot"}},
    "sparse_vectors": {"words": {"modifier": "idf"}},
    "payload_indexes": {"tenant": {"type": "keyword", "is_tenant": True}, "year": {"type": "integer"}},
    "aliases": ["docs", "latest"],
}
PARTS = [(key, name) for key in FULL for name in FULL[key]]


def ensured(bench: Bench, declared: Any = DECLARED, **how: Any) -> Any:
    return ensure(declared, client=bench.client, project="library", **how)


def without(left_out: set[tuple[str, str]]) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    for key, names in FULL.items():
        if isinstance(names, dict):
            spec[key] = {name: part for name, part in names.items() if (key, name) not in left_out}
        else:
            spec[key] = [name for name in names if (key, name) not in left_out]
    return spec


def test_all_of_it_is_made(bench):
    assert ensured(bench).steps == ("done",) * 3
    assert bench.plan(DECLARED).idle
    assert bench.is_at_rest()


def test_where_nothing_is_missing_a_key_that_only_reads_is_enough(bench):
    bench.apply(DECLARED)
    bench.faults.add(forbidden, *WRITES)
    assert ensured(bench).run == ""


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(PARTS)), st.sets(st.sampled_from(PARTS)))
def test_what_is_missing_is_made_and_what_is_there_besides_stays(missing, beyond):
    with QdrantClient(":memory:") as client:
        bench = Bench.over(client)
        bench.apply({"articles": without(missing), "logs": {"vectors": {}, "aliases": ["events"]}})
        client.upsert("articles", [models.PointStruct(id=1, vector={}, payload={"tenant": "a"})])
        assert bool(ensured(bench, {"articles": without(beyond)}).run) == bool(missing - beyond)
        assert ensured(bench, {"articles": without(beyond)}).run == ""
        kept = {"articles": without(missing & beyond), "logs": {"vectors": {}, "aliases": ["events"]}}
        assert not bench.plan(kept).steps
        assert bench.plan({"articles": {"vectors": {}}}).unmanaged == (), "all of it is on record as applied"
        assert client.count("articles").count == 1


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({**ARTICLES, "hnsw_config": {"m": 24}}, ["~ articles/hnsw_config: ", "apply --target articles"]),
        ({"vectors": {"text": {"size": 8, "distance": "Cosine"}}}, ["articles/vectors/text", "--allow-destroy"]),
        ({**ARTICLES, "payload_indexes": {"tenant": {"type": "integer"}}}, ["articles/payload_indexes/tenant"]),
    ],
)
def test_anything_else_is_an_error_that_names_the_plan(bench, there, said):
    bench.apply({"articles": there})
    declared = {
        "articles": {**ARTICLES, "hnsw_config": {"m": 16}, "payload_indexes": {"tenant": "keyword", "x": "bool"}}
    }
    before, runs = bench.shown(), len(bench.runs())
    with pytest.raises(NotEnsuredError) as caught:
        ensured(bench, declared)
    for text in (*said, "qschema --path :memory: plan --target articles"):
        assert text in str(caught.value)
    assert caught.value.plan.only == ("articles",)
    assert (bench.shown(), len(bench.runs())) == (before, runs), "not even what is missing was added"


def test_an_alias_is_not_taken_from_another_collection(bench):
    bench.apply({"papers": {"vectors": {}, "aliases": ["docs"]}, "articles": {**ARTICLES, "aliases": []}})
    with pytest.raises(NotEnsuredError):
        ensured(bench)
    assert bench.shown()["aliases"] == {"docs": "papers"}


def test_the_collection_of_another_project_is_left_alone(bench):
    bench.apply(DECLARED, project="shop")
    with pytest.raises(NotEnsuredError, match="shop"):
        ensured(bench)


def test_one_that_nobody_has_marked_is_taken_as_it_is(bench):
    bench.client.create_collection("articles", vectors_config={"text": models.VectorParams(size=4, distance="Cosine")})
    ensured(bench, {"articles": {"vectors": ARTICLES["vectors"]}})
    assert not bench.has_ledger()
    ensured(bench)
    assert bench.plan(DECLARED).idle


def test_what_else_the_project_has_stays(bench):
    bench.apply({"articles": ARTICLES, "logs": {"vectors": {}, "aliases": ["events"]}})
    ensured(bench, {"papers": {"vectors": {}}})
    assert bench.plan(
        {"articles": ARTICLES, "logs": {"vectors": {}, "aliases": ["events"]}, "papers": {"vectors": {}}}
    ).idle


def test_mistakes_in_the_declaration_are_told(bench):
    with pytest.raises(SchemaError):
        ensured(bench, {"articles": {"vektors": {}}})


def test_whoever_does_not_wait_is_refused(bench):
    bench.apply({"logs": {"vectors": {}}})
    with ProjectLock(bench.client, "library", run="r"), pytest.raises(LockedError):
        ensured(bench, lock_timeout=0.0)


@pytest.mark.parametrize("names", [["articles"], [f"articles-{number}" for number in range(4)]])
def test_of_many_at_once_each_has_what_it_wants(bench, names):
    def start(number: int) -> str:
        return ensured(bench, {names[number % len(names)]: {**ARTICLES, "aliases": []}}).run

    with ThreadPoolExecutor(12) as pool:
        runs = [run for run in pool.map(start, range(12)) if run]
    assert len(runs) == len(names)
    assert bench.plan({name: {**ARTICLES, "aliases": []} for name in names}).idle
    assert bench.is_at_rest()


def test_for_an_event_loop():
    async def main() -> None:
        async with AsyncQdrantClient(":memory:") as client:
            outcomes = await asyncio.gather(*(aensure(DECLARED, client=client, project="library") for _ in range(3)))
            assert sum(bool(outcome.run) for outcome in outcomes) == 1

    asyncio.run(main())
