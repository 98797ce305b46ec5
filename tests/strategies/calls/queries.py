"""Searches with queries of every kind, in stages.

Where points have the same score, which of them come first is a matter of luck. So a stage whose scores may be equal
passes on all that it found, and isn't itself merged by ranks.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls.creations import Shape
from tests.strategies.calls.expressions import formulas
from tests.strategies.calls.filters import any_filters
from tests.strategies.calls.vocabulary import DENSE, LATE, OTHER, SPARSE, Json, fields, ids, rarely
from tests.strategies.calls.writes import SEEDS

ALL = 100
"""More points than there are."""


@cache
@st.composite
def _examples(draw: st.DrawFn, shape: Shape, using: str) -> Any:
    """Vectors and ids of points to start from."""
    if draw(st.booleans()):
        return draw(ids())
    return shape.vector(using, 1_000_000 + draw(SEEDS))


@cache
def near(shape: Shape, using: str) -> st.SearchStrategy[Any]:
    """Queries that compute scores from vectors, as good as never the same for two points."""
    one = _examples(shape, using)
    pair = st.builds(lambda positive, negative: {"positive": positive, "negative": negative}, one, one)
    some = st.lists(one, max_size=2)
    strategies = st.sampled_from(["average_vector", "best_score", "sum_scores"])
    judged = st.builds(lambda point, score: {"example": point, "score": score}, one, st.sampled_from([0.9, 0.1, 0.5]))
    feedback: Json = {
        "target": one,
        "feedback": st.lists(judged, max_size=3),
        "strategy": st.just({"naive": {"a": 1.0, "b": 1.0, "c": 1.0}}),
    }
    return st.one_of(
        one,
        one,
        one.map(lambda given: {"nearest": given}),
        fields({"positive": some}, {"negative": some, "strategy": strategies}).map(lambda said: {"recommend": said}),
        fields({"target": one, "context": st.lists(pair, max_size=2) | pair}, {}).map(lambda said: {"discover": said}),
        fields(feedback, {}).map(lambda said: {"relevance_feedback": said}),
    )


@cache
def _contexts(shape: Shape, using: str) -> st.SearchStrategy[Json]:
    """Searches in a context; all points in the right part of it have the same score."""
    one = _examples(shape, using)
    pair = st.builds(lambda positive, negative: {"positive": positive, "negative": negative}, one, one)
    stage = {"using": using} if using else {}
    return (st.lists(pair, max_size=2) | pair).map(lambda given: {**stage, "query": {"context": given}})


@cache
def _varied(shape: Shape, using: str) -> st.SearchStrategy[Json]:
    mmr = fields(
        {}, {"diversity": st.sampled_from([0.0, 0.3, 0.8, 1.0]), "candidates_limit": st.sampled_from([0, 2, ALL])}
    )
    stage = {"using": using} if using else {}
    return st.builds(
        lambda nearest, mmr: {**stage, "query": {"nearest": nearest, "mmr": mmr}}, _examples(shape, using), mmr
    )


@cache
def orders() -> st.SearchStrategy[Any]:
    """Fields to order points by, as they stand in scroll and query."""
    keys = st.sampled_from(["integer", "float", "datetime", "object.integer", "list[].integer", "keyword"])
    started = st.sampled_from([0, 1.5, "2024-01-01T00:00:00Z"])
    return keys | fields({"key": keys}, {"direction": st.sampled_from(["asc", "desc"]), "start_from": started})


@cache
def merging(count: int) -> st.SearchStrategy[Json]:
    """Queries that merge the results of so many prefetches by their ranks or scores."""
    weights = st.lists(st.sampled_from([0.5, 1.0, 3.0]), min_size=count, max_size=count)
    rrf = fields({}, {"k": st.sampled_from([0, 1, 2, 60]), "weights": rarely(st.just([1.0]), weights)})
    return st.one_of(st.sampled_from([{"fusion": "rrf"}, {"fusion": "dbsf"}]), rrf.map(lambda given: {"rrf": given}))


@cache
def using_in(shape: Shape) -> st.SearchStrategy[str]:
    """Names of vectors to search in."""
    return rarely(st.sampled_from([LATE, "unknown", DENSE, SPARSE, ""]), st.sampled_from(shape.names))


@cache
def params() -> st.SearchStrategy[Json]:
    """Parameters of a search; with few points none of them changes what is found."""
    quantization = fields(
        {}, {"ignore": st.booleans(), "rescore": st.booleans(), "oversampling": st.sampled_from([1.0, 2.0])}
    )
    return fields(
        {},
        {
            "exact": st.booleans(),
            "hnsw_ef": st.sampled_from([4, 128]),
            "indexed_only": st.booleans(),
            "quantization": quantization,
            "acorn": st.just({"enable": True}),
        },
    )


@cache
def _common(using: str) -> st.SearchStrategy[Json]:
    """What stands in every stage that searches in vectors."""
    stage: Json = {"using": st.just(using)} if using else {}
    return fields(
        stage, {"filter": any_filters(), "params": params(), "score_threshold": st.sampled_from([-0.5, 0.1, 1.2])}
    )


@cache
@st.composite
def scored(draw: st.DrawFn, shape: Shape, *, lookup: bool) -> Json:
    """Stages that search in vectors."""
    using = draw(using_in(shape))
    stage = {"query": draw(near(shape, using)), **draw(_common(using))}
    if lookup and draw(st.integers(0, 3)) == 0:
        vectors = st.sampled_from([using or DENSE, DENSE, DENSE, "unknown"])
        stage["lookup_from"] = draw(fields({"collection": st.just(OTHER)}, {"vector": vectors}))
    return stage


@cache
@st.composite
def prefetches(draw: st.DrawFn, shape: Shape, *, lookup: bool, deeper: bool) -> list[Json]:
    """Stages for another one to work on."""
    stages = []
    for _ in range(draw(st.integers(1, 2))):
        stage = draw(scored(shape, lookup=lookup))
        if deeper and draw(st.integers(0, 2)) == 0:
            stage["prefetch"] = draw(prefetches(shape, lookup=lookup, deeper=False))
        stage["limit"] = draw(st.sampled_from([2, 5, ALL]))
        stages.append(stage)
    return stages


@cache
def _cut() -> st.SearchStrategy[Json]:
    return fields({}, {"filter": any_filters(), "score_threshold": st.sampled_from([0.1, 0.4])})


@cache
@st.composite
def searches(draw: st.DrawFn, shape: Shape, *, lookup: bool) -> Json:
    """Searches, without what they return of each point."""
    kind = draw(st.sampled_from(["scored", "scored", "scored", "merged", "merged", "formula", "rescored", "other"]))
    if kind == "scored":
        return draw(scored(shape, lookup=lookup))
    if kind == "other":
        return draw(_others(shape))
    stages = draw(prefetches(shape, lookup=lookup, deeper=True))
    if kind in ("rescored", "formula") and draw(st.booleans()):
        stages[0] = {**draw(_others(shape)), "limit": ALL}
    if kind == "rescored":
        return {**draw(scored(shape, lookup=lookup)), "prefetch": stages}
    body: Json = {"prefetch": stages, "query": draw(merging(len(stages)) if kind == "merged" else formulas())}
    if kind == "merged" and draw(st.integers(0, 3)) == 0:
        inner = {**body, "limit": ALL}
        return {"prefetch": [inner], "query": draw(formulas() if draw(st.booleans()) else st.just({"fusion": "dbsf"}))}
    return {**body, **draw(_cut())}


@cache
def _others(shape: Shape) -> st.SearchStrategy[Json]:
    """Searches that compute no scores from vectors, or vary what they find."""
    queries: list[st.SearchStrategy[Json]] = [
        orders().map(lambda given: {"query": {"order_by": given}}),
        st.just({"query": {"sample": "random"}}),
        st.just({}),
        st.sampled_from([{"query": {"fusion": "rrf"}}, {"query": {"formula": "$score"}}]),
        using_in(shape).flatmap(lambda using: _varied(shape, using)),
        using_in(shape).flatmap(lambda using: _varied(shape, using)),
        using_in(shape).flatmap(lambda using: _contexts(shape, using)),
    ]
    filtered = fields({}, {"filter": any_filters()})
    return st.builds(lambda body, more: {**body, **more}, st.one_of(queries), filtered)
