"""What the engine returns, as a server's answer would be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from struct import pack
from typing import Any, TypeVar

import numpy
import orjson
from pydantic import BaseModel
from pydantic_core import SchemaValidator, core_schema

from qschema.client import models
from qschema.client.embedded.shard.engine import edge
from qschema.client.embedded.shard.ids import wire_id

M = TypeVar("M", bound=BaseModel)

_FIRST = 1
"""The number of the first write: the engine counts from 0, a server from 1 (measured on 1.19.0)."""


def records(given: Iterable[Any], payload: bool, vectors: bool | list[str]) -> list[models.Record]:
    """Return points as they are read.

    Args:
        given: The engine's points.
        payload: Whether (a part of) their payload was asked for.
        vectors: Whether their vectors were asked for, or which of them.
    """
    return _records([_point(point, payload, vectors) for point in given])


def scored_points(given: Iterable[Any], payload: bool, vectors: bool | list[str]) -> list[models.ScoredPoint]:
    """Return points that a search found; see `records`."""
    found = list(given)
    made = []
    for point, score in zip(found, short([point.score for point in found]), strict=True):
        parts = _point(point, payload, vectors)
        # A server knows the number of the write that a point is from where a search found it, not an order.
        parts["version"] = 0 if "order_value" in parts else point.version + _FIRST
        parts["score"] = score
        made.append(parts)
    return _scored_points(made)


def _maker(kind: type[M]) -> Callable[[list[dict[str, Any]]], list[M]]:
    """Return what makes models of fields that are right, and aren't looked at: thousands at once, without Python."""
    field = core_schema.model_field(core_schema.with_default_schema(core_schema.any_schema(), default=None))
    fields = core_schema.model_fields_schema(dict.fromkeys(kind.model_fields, field))
    return SchemaValidator(core_schema.list_schema(core_schema.model_schema(kind, fields))).validate_python


_records = _maker(models.Record)
_scored_points = _maker(models.ScoredPoint)


def _point(given: Any, payload: bool, vectors: bool | list[str]) -> dict[str, Any]:
    # The engine makes Python objects anew each time that one of its attributes is read.
    parts: dict[str, Any] = {"id": wire_id(given.id)}
    if payload:
        parts["payload"] = given.payload or {}
    if vectors is not False:
        stored = given.vector or {}
        found = _vectors(stored, vectors)
        if found or not stored:
            parts["vector"] = found
    if (value := given.order_value) is not None:
        parts["order_value"] = value
    return parts


def _vectors(given: Any, names: bool | list[str]) -> Any:
    if isinstance(given, dict):
        # Where results are varied, the engine returns the vector that it compared, too; a server takes it away, and
        # says nothing of vectors where nothing is left.
        return {
            name: wire_vector(vector) for name, vector in given.items() if names is True or (names and name in names)
        }
    return wire_vector(given)


def wire_vector(given: Any) -> Any:
    """Return a vector of the engine as the API writes it."""
    if isinstance(given, edge.SparseVector):
        return models.SparseVector.model_construct(indices=given.indices, values=short(given.values))
    return short(given)


def short(numbers: list[Any]) -> list[Any]:
    """Return numbers of 32 bits as JSON shows them, in the shortest form that means the same.

    Where the engine has the 64 bits of 0.10000000149011612, that is 0.1.
    """
    if not numbers:
        return []
    if isinstance(numbers[0], list):
        return [short(row) for row in numbers]
    array = numpy.frombuffer(pack(f"{len(numbers)}f", *numbers), dtype=numpy.float32)
    read: list[Any] = orjson.loads(orjson.dumps(array, option=orjson.OPT_SERIALIZE_NUMPY))
    return read
