"""One vector of many points, as a column of numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from qschema.client.uploading.batches import part_of

Floats = NDArray[numpy.float32]
Mask = NDArray[numpy.bool_]
Rows = slice | Sequence[int] | NDArray[Any]
"""Which rows to take: a slice, their numbers, or a mask."""

Sparse = tuple[NDArray[numpy.uint32], Floats]
"""The indices of a sparse vector, and its values."""

Values = Floats | list[Sparse | None] | list[Floats | None] | list[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class VectorColumn:
    """A vector of many points.

    Attributes:
        values: Of a dense vector, a matrix with a row for each point; of a sparse one, indices and values of each; of a
            multivector, a matrix of each; of one that the instance is to make, what it makes it of (`text`, `model`).
            Points without this vector have a row of zeros there, or None.
        present: Which points have this vector.
    """

    values: Values
    present: Mask

    def __len__(self) -> int:
        return len(self.present)

    @property
    def is_dense(self) -> bool:
        """Whether it is a dense vector, and `values` a matrix."""
        return isinstance(self.values, numpy.ndarray)

    @classmethod
    def of(cls, given: Sequence[Any]) -> VectorColumn:
        """Make a column of a vector as it is read: lists; sparse ones as models or dictionaries; None for none."""
        present = numpy.fromiter((one is not None for one in given), numpy.bool_, len(given))
        first = next((one for one in given if one is not None), None)
        if first is None:
            return cls.absent(len(given))
        if hasattr(first, "indices") or isinstance(first, dict):
            return cls([None if one is None else _sparse(one) for one in given], present)
        if len(first) and hasattr(first[0], "__len__"):
            return cls([None if one is None else numpy.asarray(one, numpy.float32) for one in given], present)
        if present.all():
            return cls(numpy.asarray(given, numpy.float32), present)
        zeros = [0.0] * len(first)
        return cls(numpy.asarray([zeros if one is None else one for one in given], numpy.float32), present)

    @classmethod
    def absent(cls, count: int) -> VectorColumn:
        """Make a column of a vector that none of so many points has."""
        none: list[Sparse | None] = [None] * count
        return cls(none, numpy.zeros(count, numpy.bool_))

    def take(self, rows: Rows) -> VectorColumn:
        """Return some rows; slices of a dense vector are views."""
        values = self.values
        if isinstance(values, numpy.ndarray):
            return VectorColumn(values[rows], self.present[rows])
        taken: list[Any] = values[rows] if isinstance(rows, slice) else [values[row] for row in row_numbers(rows)]
        return VectorColumn(taken, self.present[rows])

    @classmethod
    def joined(cls, columns: Sequence[VectorColumn]) -> VectorColumn:
        """Put columns of one vector below each other; in some of them no point may have it."""
        present = numpy.concatenate([column.present for column in columns])
        dense = next((column.values for column in columns if isinstance(column.values, numpy.ndarray)), None)
        if dense is None:
            rows: list[Any] = [row for column in columns for row in column.values]
            return cls(rows, present)
        width = dense.shape[1]
        matrices = [
            column.values
            if isinstance(column.values, numpy.ndarray)
            else numpy.zeros((len(column), width), numpy.float32)
            for column in columns
        ]
        return cls(numpy.concatenate(matrices), present)

    def written(self) -> Any:
        """Return it as a column of an upsert, where all points must have it."""
        if isinstance(self.values, numpy.ndarray):
            return self.values
        return [_as_sparse(one) if isinstance(one, tuple) else one for one in self.values]


def row_numbers(rows: Any) -> list[int]:
    """Return which rows are meant, as numbers."""
    found = numpy.asarray(rows)
    numbers: list[int] = (numpy.flatnonzero(found) if found.dtype == numpy.bool_ else found.astype(numpy.intp)).tolist()
    return numbers


def _sparse(one: Any) -> Sparse:
    return numpy.asarray(part_of(one, "indices"), numpy.uint32), numpy.asarray(part_of(one, "values"), numpy.float32)


def _as_sparse(one: Any) -> dict[str, Any]:
    indices, values = one
    return {"indices": indices, "values": values}
