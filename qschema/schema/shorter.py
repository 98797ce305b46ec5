"""The short forms in which people write parts of a declaration; they read back to the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qschema.schema.spec import is_unnamed


def shortened(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a collection's declaration as JSON, with the short form wherever there is one."""
    forms: dict[str, Callable[[Any], Any]] = {
        "vectors": _vectors,
        "sparse_vectors": _by_name,
        "payload_indexes": lambda indexes: {field: _alone(index, "type") for field, index in indexes.items()},
        "shard_keys": lambda keys: [_alone(key, "shard_key") for key in keys],
    }
    return {key: forms[key](value) if key in forms else value for key, value in said.items()}


def _alone(value: Mapping[str, Any], key: str) -> Any:
    return value[key] if value.keys() == {key} else value


def _vectors(vectors: Mapping[str, Any]) -> dict[str, Any]:
    return _vector(vectors) if is_unnamed(vectors) else _by_name(vectors)


def _by_name(vectors: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _vector(vector) for name, vector in vectors.items()}


def _vector(vector: Mapping[str, Any]) -> dict[str, Any]:
    embed = vector.get("embed")
    if not embed or len(embed["from"]) != 1:
        return dict(vector)
    return {**vector, "embed": {**embed, "from": embed["from"][0]}}
