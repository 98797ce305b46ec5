"""Inputs that hurt the bare engine, of every kind, as calls of a client: random in what they are and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from qschema.client import QdrantClient, models

Call = Callable[[QdrantClient], Any]
NAME = "a"
SIZE = 3
VECTORS = {
    "d": models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
    "m": models.VectorParams(
        size=2,
        distance=models.Distance.DOT,
        multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
    ),
}
SPARSE = {"s": models.SparseVectorParams()}


def _built(kind: type[BaseModel], **fields: Any) -> Any:
    """Build a model as a caller does; what can't even be built isn't a case."""
    try:
        return kind(**fields)
    except (ValidationError, RecursionError):
        reject()


_odd = st.sampled_from([float("nan"), float("inf"), float("-inf"), 1e39, -1e300, 10**400])
_good = st.floats(-2, 2, width=32)


@st.composite
def _dense(draw: st.DrawFn) -> Any:
    numbers: list[Any] = draw(st.lists(_good, min_size=SIZE, max_size=SIZE))
    if draw(st.booleans()):
        numbers[draw(st.integers(0, SIZE - 1))] = draw(_odd)
        return numbers
    return draw(st.lists(_good, max_size=2 * SIZE).filter(lambda given: len(given) != SIZE))


_multi = st.one_of(
    st.lists(st.lists(_good, max_size=3), max_size=4),
    st.tuples(st.just([1.0, 2.0]), st.tuples(_good, _odd).map(list)).map(list),
)
_sparse = st.builds(
    lambda indices, values: _built(models.SparseVector, indices=indices, values=values),
    st.lists(st.one_of(st.integers(0, 3), st.sampled_from([-1, 2**32, 2**64])), max_size=4),
    st.lists(st.one_of(_good, _odd), max_size=4),
)
vectors = st.one_of(
    _dense().map(lambda vector: {"d": vector}),
    _multi.map(lambda vector: {"m": vector}),
    _sparse.map(lambda vector: {"s": vector}),
    st.sampled_from([{"unknown": [1.0]}, [1.0] * SIZE, {"d": []}, {"": [1.0]}, {"s": [1.0]}, {}]),
)


def _nested(depth: int, within: str) -> Any:
    payload: Any = {}
    for _ in range(depth):
        payload = {"a": [payload] if within == "list" else payload}
    return payload


def _endless() -> Any:
    payload: dict[str, Any] = {}
    payload["a"] = [payload]
    return payload


payloads = st.one_of(
    st.builds(
        _nested, st.one_of(st.integers(110, 140), st.sampled_from([1_000, 5_000])), st.sampled_from(["", "list"])
    ),
    st.builds(_endless),
    st.sampled_from(
        [{"a": "\ud800"}, {"\udfff": 1}, {"a": 10**400}, {"a": object()}, {"a": float("nan")}, {1: 2}, {"a": b"\xff"}]
    ),
)
ids = st.sampled_from([-1, 2**64, True, "5", "x" * 300, "\ud800"])


def _filters(depth: int, key: str) -> Any:
    filter = models.Filter()
    for _ in range(depth):
        filter = _built(models.Filter, **{key: [filter]})
    return filter


def _one(condition: dict[str, Any]) -> Any:
    return models.Filter(must=[models.FieldCondition(key="n", **condition)])


filters = st.one_of(
    st.builds(
        _filters, st.one_of(st.integers(55, 70), st.sampled_from([1_000, 5_000])), st.sampled_from(["must", "should"])
    ),
    st.sampled_from(
        [
            _one({}),
            _one({"range": models.Range(gte=float("nan"), lt=1.0)}),
            _one({"range": models.Range(gte=float("inf"))}),
            _one({"geo_radius": models.GeoRadius(center=models.GeoPoint(lon=1e9, lat=-1e9), radius=-1)}),
            _one({"values_count": models.ValuesCount(lt=-1)}),
            models.Filter(must=[models.FieldCondition(key="a..b", match={"value": 1})]),
            models.Filter(min_should=models.MinShould(conditions=[], min_count=-1)),
            models.Filter(must=[models.HasIdCondition(has_id=[-1])]),
        ]
    ),
)


def _expression(depth: int) -> Any:
    expression: Any = 1.0
    for _ in range(depth):
        expression = _built(models.NegExpression, neg=expression)
    return _built(models.FormulaQuery, formula=expression, defaults={})


def _prefetch(depth: int) -> Any:
    prefetch = models.Prefetch(query=[1.0] * SIZE, using="d")
    for _ in range(depth):
        prefetch = _built(models.Prefetch, prefetch=[prefetch], query=[1.0] * SIZE, using="d", limit=5)
    return prefetch


_near = models.Prefetch(query=[1.0] * SIZE, using="d")
_searches = st.one_of(
    _dense().map(lambda vector: {"query": vector, "using": "d"}),
    _multi.map(lambda vector: {"query": vector, "using": "m"}),
    _sparse.map(lambda vector: {"query": vector, "using": "s"}),
    filters.map(lambda filter: {"query": [1.0] * SIZE, "using": "d", "query_filter": filter}),
    st.sampled_from([60, 200, 5_000]).map(lambda depth: {"query": _expression(depth), "prefetch": _near}),
    st.sampled_from([30, 70, 1_000]).map(
        lambda depth: {"query": [1.0] * SIZE, "using": "d", "prefetch": _prefetch(depth)}
    ),
    st.sampled_from([{"limit": -1}, {"limit": 2**70}, {"offset": -1}, {"using": "unknown"}, {"timeout": -1}]).map(
        lambda more: {"query": [1.0] * SIZE, "using": "d", **more}
    ),
    st.sampled_from([{"k": 0}, {"k": -1}, {"weights": [float("nan")]}, {"weights": [1.0, 1.0, 1.0]}]).map(
        lambda rrf: {"query": _built(models.RrfQuery, rrf=_built(models.Rrf, **rrf)), "prefetch": _near}
    ),
    st.sampled_from([5.0, -1.0, float("nan")]).map(
        lambda lambda_: {
            "query": _built(
                models.NearestQuery, nearest=[1.0] * SIZE, mmr=_built(models.Mmr, diversity=lambda_, candidates_limit=5)
            ),
            "using": "d",
        }
    ),
)
_sizes = st.sampled_from([0, -1, 65_537, 10**12, 2**64])
_names = st.sampled_from(["n" * 300, "é" * 150, "", "\ud800", "a/b", "a\0b"])


def _create_vector(name: str, size: Any) -> Call:
    dense = _built(models.DenseVectorConfig, size=size, distance=models.Distance.DOT)
    config = _built(models.DenseVectorNameConfig, dense=dense)
    return lambda client: client.create_vector_name(NAME, name, config)


def _create_collection(name: str, size: Any) -> Call:
    params = _built(models.VectorParams, size=size, distance=models.Distance.DOT)
    return lambda client: client.create_collection(name, vectors_config=params)


def _upsert(id: Any, vector: Any, payload: Any) -> Call:
    good = models.PointStruct(id=5000, vector={})
    bad = _built(models.PointStruct, id=id, vector=vector, payload=payload)
    return lambda client: client.upsert(NAME, _built(models.PointsList, points=[good, bad]).points, wait=True)


poisons = st.one_of(
    vectors.map(lambda vector: _upsert(1, vector, None)),
    payloads.map(lambda payload: _upsert(1, {}, payload)),
    ids.map(lambda id: _upsert(id, {}, None)),
    vectors.map(
        lambda vector: (
            lambda client: client.update_vectors(NAME, [_built(models.PointVectors, id=1, vector=vector)], wait=True)
        )
    ),
    payloads.map(lambda payload: lambda client: client.set_payload(NAME, payload, points=[1], wait=True)),
    payloads.map(lambda payload: lambda client: client.overwrite_payload(NAME, payload, points=[1], wait=True)),
    st.builds(
        lambda payload, key: lambda client: client.set_payload(NAME, payload, points=[1], key=key, wait=True),
        st.one_of(payloads, st.just({"a": 1})),
        st.sampled_from(["a..b", "", "a[", "\ud800", ".".join("a" * 200)]),
    ),
    filters.map(lambda filter: lambda client: client.count(NAME, filter)),
    filters.map(lambda filter: lambda client: client.scroll(NAME, filter)),
    filters.map(
        lambda filter: (
            lambda client: client.set_payload(
                NAME, {"odd": 1}, points=_built(models.Filter, must=[filter, *_NOBODY]), wait=True
            )
        )
    ),
    _searches.map(lambda search: lambda client: client.query_points(NAME, **search)),
    st.builds(_create_vector, st.one_of(_names, st.just("new")), _sizes),
    st.builds(_create_vector, _names, st.just(4)),
    st.builds(_create_collection, st.just("other"), _sizes),
    st.builds(_create_collection, _names, st.just(4)),
    st.sampled_from(["a..b", "", "a[", "\ud800"]).map(
        lambda field: (
            lambda client: client.create_payload_index(NAME, field, models.PayloadSchemaType.KEYWORD, wait=True)
        )
    ),
    st.sampled_from([{"m": 10**12}, {"m": -1}, {"max_indexing_threads": 10**6}, {"ef_construct": 0}]).map(
        lambda hnsw: lambda client: client.update_collection(NAME, hnsw_config=_built(models.HnswConfigDiff, **hnsw))
    ),
    ids.map(lambda id: lambda client: client.retrieve(NAME, [id])),
    ids.map(lambda id: lambda client: client.delete_vectors(NAME, ["s"], [id], wait=True)),
)
_NOBODY = [models.HasIdCondition(has_id=[10**15])]
