"""Points for a declared collection, and what of them has to be there after a change in place."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from qschema.client import QdrantClient, models
from qschema.schema.spec import CollectionSpec


def is_custom(spec: CollectionSpec) -> bool:
    """Tell whether a collection takes no points before somebody makes shard keys."""
    return spec.as_json().get("sharding_method") == "custom"


def fill(client: QdrantClient, name: str, spec: CollectionSpec, *, seed: int, count: int = 3) -> None:
    """Write a few points with all vectors that the collection has."""
    chance = Random(seed)
    points = [
        models.PointStruct(id=number, vector=_vectors(spec.as_json(), chance), payload={"tenant": f"t{number}"})
        for number in range(1, count + 1)
    ]
    client.upsert(name, points, wait=True)


def _vectors(spec: Mapping[str, Any], chance: Random) -> Any:
    declared = spec.get("vectors") or {}
    sparse = {name: models.SparseVector(indices=[1, 5], values=[0.5, 2.0]) for name in spec.get("sparse_vectors") or ()}
    if isinstance(declared.get("size"), int):
        return {"": _dense(declared, chance), **sparse}
    return {**{name: _dense(params, chance) for name, params in declared.items()}, **sparse}


def _dense(params: Mapping[str, Any], chance: Random) -> Any:
    row = [float(chance.randint(1, 100)) for _ in range(params["size"])]
    return [row, row] if "multivector_config" in params else row


def snapshot(client: QdrantClient, name: str) -> dict[Any, tuple[Any, dict[str, Any]]]:
    """Return all points by id: payload, and vectors by name."""
    points, _ = client.scroll(name, limit=100, with_payload=True, with_vectors=True)
    return {point.id: (point.payload, _by_name(point.vector)) for point in points}


def _by_name(vector: Any) -> dict[str, Any]:
    named = vector if isinstance(vector, dict) else {} if vector is None else {"": vector}
    return dict(named)
