"""What the engine takes and then panics, bricks its shard or ends the process on (qdrant-edge-py 0.9.0).

Each is a call of a shard with a vector of each kind, and the status that it is refused with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard import Shard
from tests.client.embedded.shard.configs import points

Call = Callable[[Shard], Any]


def nested(depth: int) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    for _ in range(depth - 1):
        payload = {"a": payload}
    return payload


def _endless() -> dict[str, Any]:
    payload: dict[str, Any] = {}
    payload["a"] = payload
    return payload


def _deep_filter(depth: int) -> models.Filter:
    filter = models.Filter()
    for _ in range(depth):
        filter = models.Filter.model_construct(must=[filter])
    return filter


def _point(vector: Any = None, payload: Any = None, id: Any = 1) -> Call:
    """Write a good point and this one."""
    return lambda shard: shard.upsert(
        models.PointsList.model_construct(
            points=[
                models.PointStruct(id=5000, vector={}),
                models.PointStruct.model_construct(id=id, vector=vector or {}, payload=payload),
            ]
        )
    )


def _sparse(indices: Any, values: Any) -> models.SparseVector:
    return models.SparseVector.model_construct(indices=indices, values=values)


def _update(vector: Any) -> Call:
    body = models.UpdateVectors.model_construct(points=[models.PointVectors.model_construct(id=777, vector=vector)])
    return lambda shard: shard.update_vectors(body)


def _set(payload: Any, key: str | None = None, points: Any = (777,), filter: Any = None) -> Call:
    body = models.SetPayload.model_construct(payload=payload, points=list(points), key=key, filter=filter)
    return lambda shard: shard.set_payload(body)


def _create(name: str, size: int) -> Call:
    dense = models.DenseVectorConfig.model_construct(size=size, distance=models.Distance.DOT)
    return lambda shard: shard.create_vector(name, models.DenseVectorNameConfig.model_construct(dense=dense))


def _query(query: Any, using: str = "d", **more: Any) -> Call:
    return lambda shard: shard.query(models.QueryRequest.model_construct(query=query, using=using, **more))


def _count(filter: models.Filter) -> Call:
    return lambda shard: shard.count(models.CountRequest.model_construct(filter=filter, exact=True))


def _delete(filter: models.Filter) -> Call:
    return lambda shard: shard.delete(models.FilterSelector.model_construct(filter=filter))


NAN, INFINITE = float("nan"), float("inf")

HAZARDS: Mapping[str, tuple[Call, int]] = {
    "more values than indices": (_point({"s": _sparse([1], [1.0, 2.0])}), 422),
    "more indices than values": (_point({"s": _sparse([1, 2], [1.0])}), 422),
    "an index twice": (_point({"s": _sparse([1, 1], [1.0, 2.0])}), 422),
    "a negative index": (_point({"s": _sparse([-1], [1.0])}), 400),
    "an index beyond 32 bits": (_point({"s": _sparse([2**32], [1.0])}), 400),
    "a sparse vector with NaN": (_point({"s": _sparse([1], [NAN])}), 400),
    "more values, by update": (_update({"s": _sparse([1], [1.0, 2.0])}), 422),
    "more values, in a batch": (
        lambda shard: shard.update_batch(
            models.UpdateOperations(
                operations=[
                    models.UpsertOperation(
                        upsert=points([{"id": 1, "vector": {"s": {"indices": [1], "values": [1, 2]}}}])
                    )
                ]
            )
        ),
        422,
    ),
    "a ragged multivector": (_point({"m": [[1.0, 2.0], [1.0]]}), 422),
    "a multivector of nothing": (_point({"m": [[]]}), 422),
    "an empty multivector": (_point({"m": []}), 422),
    "a ragged multivector, by update": (_update({"m": [[1.0, 2.0], [1.0]]}), 422),
    "rows of the wrong size": (_point({"m": [[1.0, 2.0, 3.0]]}), 400),
    "an empty vector": (_point({"d": []}), 422),
    "the wrong size": (_point({"d": [1.0]}), 400),
    "rows where there are none": (_point({"d": [[1.0, 2.0, 3.0, 4.0]]}), 400),
    "a sparse vector for a dense one": (_point({"d": _sparse([1], [1.0])}), 400),
    "a dense vector for a sparse one": (_point({"s": [1.0]}), 400),
    "NaN": (_point({"d": [1.0, NAN, 1.0, 1.0]}), 400),
    "infinity": (_point({"d": [1.0, INFINITE, 1.0, 1.0]}), 400),
    "more than float32 holds": (_point({"d": [1.0, 1e39, 1.0, 1.0]}), 400),
    "two infinities": (_point({"d": [INFINITE, -INFINITE, 1.0, 1.0]}), 400),
    "an unknown vector": (_point({"zzz": [1.0]}), 400),
    "an unnamed vector": (_point([1.0, 2.0, 3.0, 4.0]), 400),
    "a deep payload": (_point(payload=nested(125)), 400),
    "a very deep payload": (_point(payload=nested(100_000)), 400),
    "deep lists": (_point(payload={"a": [nested(124)]}), 400),
    "an endless payload": (_point(payload=_endless()), 400),
    "a deep payload, set": (_set(nested(125)), 400),
    "a deep payload, set below a key": (_set(nested(120), "a.b.c.d.e.f"), 400),
    "a number beyond all bounds": (_point(payload={"n": 10**400}), 400),
    "a negative id": (_point(id=-1), 400),
    "an id beyond 64 bits": (_point(id=2**64), 400),
    "an id that is no UUID": (_point(id="5"), 400),
    "a boolean for an id": (_point(id=True), 400),
    "nothing to write": (lambda shard: shard.upsert(points([])), 400),
    "payload of nothing": (_set({"a": 1}, points=()), 400),
    "a path that is none": (_set({"a": 1}, "a..b"), 400),
    "a vector of size 0": (_create("new", 0), 422),
    "a vector of a huge size": (_create("new", 10**12), 422),
    "a long name": (_create("n" * 300, 4), 422),
    "a deep filter": (_count(_deep_filter(1000)), 400),
    "a deep filter, deleting": (_delete(_deep_filter(1000)), 400),
    "a deep filter, setting": (
        lambda shard: shard.set_payload(
            models.SetPayload.model_construct(payload={"a": 1}, points=None, key=None, filter=_deep_filter(1000))
        ),
        400,
    ),
    "a range from NaN": (
        _count(models.Filter(must=models.FieldCondition(key="n", range=models.Range(gte=NAN, lt=INFINITE)))),
        400,
    ),
    "a search for NaN": (_query([NAN, 1.0, 1.0, 1.0]), 400),
    "a search for more values than indices": (_query(_sparse([1], [1.0, 2.0]), "s"), 422),
    "a search for a ragged multivector": (_query([[1.0, 2.0], [1.0]], "m"), 422),
    "an index on a path that is none": (
        lambda shard: shard.create_index("a..b", models.KeywordIndexParams(type="keyword")),
        400,
    ),
    "half a surrogate pair in a path": (_set({"a": 1}, "\ud800"), 400),
}
