"""Vectors, checked before they reach the engine.

The engine checks some of a vector after it has written it to its log: a sparse vector with more values than indices
or a ragged multivector is a panic then, and another one each time the shard is opened (qdrant-edge-py 0.9.0). So
nothing reaches it that a server would refuse, and nothing that isn't a number.
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, isfinite
from struct import error, pack, unpack
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.bm25 import Inferred
from qschema.client.embedded.shard.engine import edge
from qschema.client.embedded.shard.layout import Dense, Layout, Sparse
from qschema.client.errors import BadRequest, ValidationFailed
from qschema.client.models.given import GivenVectors

_LAST_INDEX = 2**32 - 1
_GREATEST = 3.4e38
"""A little less than the greatest float32."""

Embed = Callable[[Inferred], models.SparseVector]


def engine_vectors(given: GivenVectors, layout: Layout, embed: Embed) -> dict[str, Any]:
    """Return the vectors of a point by name, as the engine takes them.

    Raises:
        BadRequest: A vector that the collection doesn't have, or of another kind or size.
        ValidationFailed: A vector that is none: empty, ragged, with indices that repeat.
    """
    if isinstance(given, dict):
        return {name: engine_vector(vector, name, layout, embed) for name, vector in given.items()}
    if isinstance(given, Inferred):
        embed(given)
        raise BadRequest("a sparse vector made of a document needs a name", status=400)
    return {"": engine_vector(given, "", layout, embed)}


def engine_vector(given: Any, name: str, layout: Layout, embed: Embed) -> Any:
    """Return one vector as the engine takes it; see `engine_vectors`."""
    if isinstance(given, memoryview):
        return given  # a row of a matrix, checked with all others; see `engine_rows`
    if isinstance(given, Inferred):
        given = embed(given)
    check_shape(given)
    kind = layout[name]
    if isinstance(given, models.SparseVector):
        if not isinstance(kind, Sparse):
            raise BadRequest(f"Wrong input: a sparse vector given for the dense vector '{name}'", status=400)
        return edge.SparseVector(given.indices, given.values)
    if isinstance(kind, Sparse):
        raise BadRequest(f"Wrong input: a dense vector given for the sparse vector '{name}'", status=400)
    return _dense(given, name, kind)


def check_shape(given: Any) -> None:
    """Check what holds for a vector whatever it is written to or searched in."""
    if isinstance(given, models.SparseVector):
        _check_sparse(given)
    elif not given:
        raise ValidationFailed("a vector must not be empty", status=422)
    elif isinstance(given[0], list):
        if not given[0]:
            raise ValidationFailed("the rows of a multivector must not be empty", status=422)
        if any(len(row) != len(given[0]) for row in given):
            raise ValidationFailed("the rows of a multivector must be of one length", status=422)
        for row in given:
            _check_numbers(row)
    else:
        _check_numbers(given)


def _dense(given: list[Any], name: str, kind: Dense) -> list[Any]:
    rows = isinstance(given[0], list)
    if rows and not kind.multi:
        raise BadRequest(f"Wrong input: a multivector given for the vector '{name}', which is none", status=400)
    size = len(given[0]) if rows else len(given)
    if size != kind.size:
        text = f"Wrong input: Vector dimension error: expected dim: {kind.size}, got {size} for vector '{name}'"
        raise BadRequest(text, status=400)
    return [given] if kind.multi and not rows else given


def _check_sparse(given: models.SparseVector) -> None:
    indices, values = given.indices, given.values
    if len(indices) != len(values):
        raise ValidationFailed("a sparse vector must have as many values as indices", status=422)
    if not indices:
        return
    if len(set(indices)) != len(indices):
        raise ValidationFailed("the indices of a sparse vector must be unique", status=422)
    if min(indices) < 0 or max(indices) > _LAST_INDEX:
        raise BadRequest(f"the indices of a sparse vector are numbers from 0 to {_LAST_INDEX}", status=400)
    _check_numbers(values)


def _check_numbers(numbers: list[float]) -> None:
    try:
        # No number is greater than the length of all, which is quickly found; one that is too great says nothing.
        finite = hypot(*numbers) <= _GREATEST or all(map(isfinite, _as_float32(numbers)))
    except (OverflowError, TypeError, error):  # a whole number of hundreds of digits, or no number at all
        finite = False
    if not finite:
        raise BadRequest("a vector holds a number that isn't finite as a float32", status=400)


def _as_float32(numbers: list[float]) -> tuple[float, ...]:
    form = f"{len(numbers)}f"
    return unpack(form, pack(form, *numbers))
