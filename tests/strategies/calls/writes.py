"""Bodies that write points, their vectors and their payloads, alone and in batches."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls import payloads
from tests.strategies.calls.creations import Shape
from tests.strategies.calls.filters import filters
from tests.strategies.calls.vocabulary import IDS, LATE, Json, fields, ids, numbers, rarely

SEEDS = st.integers(0, 999)


@cache
@st.composite
def vectors(draw: st.DrawFn, shape: Shape, *, some: bool = True) -> Any:
    """What gives a point with an id its vectors, all of them or `some`; no two points ever get the same."""
    seed = draw(SEEDS)
    if "" in shape.vectors:
        return lambda id: shape.vector("", _own(seed, id))
    names = sorted(draw(st.sets(st.sampled_from(shape.names), min_size=1)) if some else shape.names)
    return lambda id: {name: shape.vector(name, _own(seed, id)) for name in names}


def _own(seed: int, id: Any) -> int:
    return seed * 100 + (IDS.index(id) if id in IDS else len(IDS))


@cache
def misfits() -> st.SearchStrategy[Any]:
    """What gives points vectors that few collections have."""
    return st.sampled_from(
        [
            [0.5, 0.5, 0.5],
            {"unknown": [0.5, 0.5, 0.5, 0.5]},
            {"dense": [[1.0, 2.0, 3.0, 4.0]]},
            {"dense": {"indices": [1], "values": [0.5]}},
            {"multi": [1.0, 2.0, 3.0, 4.0]},
            {"multi": [[1.0, 2.0, 3.0, 4.0], [1.0, 2.0]]},
            {"sparse": {"indices": [1, 1], "values": [0.5, 0.5]}},
            {"sparse": {"indices": [2], "values": [0.5, 0.5]}},
            {"sparse": {"indices": [], "values": []}},
            {},
            [],
        ]
    ).map(lambda given: lambda id: given) | SEEDS.map(lambda seed: lambda id: {LATE: numbers(_own(seed, id))})


@cache
def _vectors(shape: Shape, *, some: bool = True) -> st.SearchStrategy[Any]:
    return rarely(rarely(misfits(), vectors(shape)), vectors(shape, some=some))


@cache
@st.composite
def fillings(draw: st.DrawFn, shape: Shape) -> Json:
    """Writes that fill an empty collection with points, whose vectors differ."""
    first, given = draw(SEEDS), draw(st.lists(payloads.payloads(), min_size=4, max_size=9))
    rows = [IDS[number % len(IDS)] for number in range(first, first + len(given))]
    points = [
        {"id": id, "vector": _all(shape, _own(first, id)), "payload": payload}
        for id, payload in zip(rows, given, strict=True)
    ]
    return {"points": points}


def _all(shape: Shape, seed: int) -> Any:
    return shape.vector("", seed) if "" in shape.vectors else {name: shape.vector(name, seed) for name in shape.names}


@cache
def upserts(shape: Shape) -> st.SearchStrategy[Json]:
    """Bodies that write points, as rows or as columns."""
    point = st.builds(
        lambda id, vector, payload: {"id": id, "vector": vector(id), "payload": payload},
        ids(),
        _vectors(shape, some=False),
        st.none() | payloads.payloads(),
    )
    modes = st.sampled_from(["upsert", "insert_only", "update_only"])
    optional = {"update_filter": filters(), "update_mode": modes}
    rows = fields({"points": st.lists(point, max_size=3)}, optional)
    return st.one_of(rows, rows, fields({"batch": _columns(shape)}, optional))


@cache
@st.composite
def _columns(draw: st.DrawFn, shape: Shape) -> Json:
    given = draw(st.lists(ids(), max_size=3))
    count = len(given) + draw(st.sampled_from([0, 0, 0, 0, 1]))
    seed = draw(SEEDS)
    listed = [_all(shape, _own(seed, id)) for id in [*given, 0][:count]]
    named: Any = listed if "" in shape.vectors else {name: [one[name] for one in listed] for name in shape.names}
    body = {"ids": given, "vectors": named}
    if draw(st.booleans()):
        body["payloads"] = [draw(payloads.payloads()) for _ in given]
    return body


@cache
def selections() -> st.SearchStrategy[Json]:
    """Which points a write is about."""
    listed = st.lists(ids(), max_size=3).map(lambda given: {"points": given})
    return st.one_of(listed, listed, filters().map(lambda given: {"filter": given}))


@cache
@st.composite
def _payload_bodies(draw: st.DrawFn) -> Json:
    body: Json = {"payload": draw(payloads.payloads()), **draw(rarely(st.just({}), selections()))}
    if draw(st.integers(0, 2)) == 0:
        body["key"] = draw(
            st.sampled_from(["object", "list[]", "list[0]", "object.deep", "keyword", "absent", "a.b[]"])
        )
    return body


@cache
def vector_updates(shape: Shape) -> st.SearchStrategy[Json]:
    """Bodies that write some vectors of points."""
    point = st.builds(lambda id, vector: {"id": id, "vector": vector(id)}, ids(), _vectors(shape))
    return fields({"points": st.lists(point, max_size=3)}, {"update_filter": filters()})


@cache
@st.composite
def vector_deletions(draw: st.DrawFn, shape: Shape) -> Json:
    """Bodies that take vectors away from points."""
    # one alone: of several, a server deletes those before an unknown one from some of the points, and then refuses
    unknown = st.sampled_from([[LATE], ["unknown"]])
    names = draw(rarely(unknown, st.lists(st.sampled_from(shape.names), max_size=2, unique=True)))
    return {"vector": names, **draw(selections())}


@cache
def key_deletions() -> st.SearchStrategy[Json]:
    """Bodies that take fields of the payload away."""
    keys = st.lists(st.one_of(payloads.paths(), st.sampled_from(["list[].integer", "list[0]"])), max_size=2)
    return st.builds(lambda keys, which: {"keys": keys, **which}, keys, selections())


@cache
def kinds(shape: Shape) -> dict[str, st.SearchStrategy[Json]]:
    """Name of a write, as it stands in a batch → its bodies."""
    return {
        "upsert": upserts(shape),
        "delete": selections(),
        "set_payload": _payload_bodies(),
        "overwrite_payload": _payload_bodies(),
        "delete_payload": key_deletions(),
        "clear_payload": selections(),
        "update_vectors": vector_updates(shape),
        "delete_vectors": vector_deletions(shape),
    }


@cache
def batches(shape: Shape) -> st.SearchStrategy[Json]:
    """Bodies with several writes."""
    one = st.one_of([bodies.map(lambda body, name=name: {name: body}) for name, bodies in kinds(shape).items()])
    return st.lists(one, max_size=3).map(lambda given: {"operations": given})
