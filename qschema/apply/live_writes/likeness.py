"""Whether points of green are what they have to be: the same payloads, and vectors that are alike when stored."""

from __future__ import annotations

from typing import Any

import numpy
import orjson
from numpy.typing import NDArray

from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.vector_column import VectorColumn
from qschema.client import models
from qschema.client.transports.body import encode_body

_TOLERANCES = {models.Datatype.FLOAT32: 1e-5, models.Datatype.FLOAT16: 2e-3}
"""How far a number may be from the one that was written, in parts of the largest one of its vector. Integers may be off
by one, as they are rounded. What other datatypes leave of a vector can't be compared."""


class Likeness:
    """Compares points as they were written with points as a collection tells them.

    Args:
        params: The collection's parameters: vectors for Cosine come back normalised, and datatypes round.
    """

    def __init__(self, params: models.CollectionParams) -> None:
        vectors = params.vectors or {}
        self._vectors = vectors if isinstance(vectors, dict) else {"": vectors}

    def same(self, written: PointColumns, told: PointColumns) -> NDArray[numpy.bool_]:
        """Tell for each point whether it is what was written; both have the same ids in the same order."""
        same: NDArray[numpy.bool_] = numpy.fromiter(
            (_plain(one) == _plain(other) for one, other in zip(written.payloads, told.payloads, strict=True)),
            numpy.bool_,
            len(written),
        )
        for name in written.vectors.keys() | told.vectors.keys():
            one, other = (points.vectors.get(name) or VectorColumn.absent(len(points)) for points in (written, told))
            same &= self._alike(name, one, other)
        return same

    def _alike(self, name: str, written: VectorColumn, told: VectorColumn) -> NDArray[numpy.bool_]:
        params = self._vectors.get(name)
        datatype = (params.datatype if params else None) or models.Datatype.FLOAT32
        is_cosine = params is not None and params.distance == models.Distance.COSINE
        alike: NDArray[numpy.bool_] = numpy.equal(written.present, told.present)
        here, there = written.values, told.values
        if isinstance(here, numpy.ndarray) and isinstance(there, numpy.ndarray) and here.shape == there.shape:
            near = _near(_normalised(here) if is_cosine else here, there, datatype)
            return alike & (near | ~written.present)
        for row in numpy.flatnonzero(alike & written.present):
            if isinstance(written.values[row], dict):
                continue  # a text of which the instance itself makes the vector
            (at, one), (also_at, other) = _parts(written.values[row]), _parts(told.values[row])
            alike[row] = numpy.array_equal(at, also_at) and one.shape == other.shape
            if alike[row]:
                alike[row] = _near(_normalised(one) if is_cosine else one, other, datatype).all()
        return alike


def _near(one: NDArray[Any], other: NDArray[Any], datatype: models.Datatype) -> NDArray[numpy.bool_]:
    """Tell for each row whether its numbers are near enough."""
    tolerance: Any = 1.0
    if datatype != models.Datatype.UINT8:
        largest = numpy.abs(one).max(axis=-1, initial=numpy.finfo(numpy.float32).tiny, keepdims=True)
        tolerance = _TOLERANCES.get(datatype, numpy.inf) * largest
    near: NDArray[numpy.bool_] = (numpy.abs(one - other) <= tolerance).all(axis=-1)
    return near


def _normalised(matrix: NDArray[Any]) -> NDArray[Any]:
    lengths = numpy.linalg.norm(matrix, axis=-1, keepdims=True)
    unit: NDArray[Any] = numpy.divide(matrix, lengths, out=numpy.zeros_like(matrix), where=lengths > 0)
    return unit


def _parts(value: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return where the numbers of a vector stand, and the numbers; of all but sparse ones, they stand everywhere."""
    if not isinstance(value, tuple):
        return numpy.empty(0), numpy.asarray(value, numpy.float64)
    indices, values = value
    order = numpy.argsort(indices)
    return indices[order], values[order].astype(numpy.float64)


def _plain(payload: Any) -> Any:
    """Return a payload as an instance keeps it: as JSON, and without nulls, which some ways to it drop."""
    return _without_nulls(orjson.loads(encode_body(payload)))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value
