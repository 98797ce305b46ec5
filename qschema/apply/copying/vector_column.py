"""One vector of many points, as a column of numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from qschema.client.unread import NumberRows, Numbers
from qschema.client.uploading.batches import part_of

Floats = NDArray[numpy.float32]
Mask = NDArray[numpy.bool_]
Rows = slice | Sequence[int] | NDArray[Any]
"""Which rows to take: a slice, their numbers, or a mask."""

Sparse = tuple[NDArray[numpy.uint32], Floats]
"""The indices of a sparse vector, and its values."""


class Unread(NamedTuple):
    """The rows of a dense vector as they were read; None where a point has none."""

    rows: list[Numbers | None]


Values = Floats | list[Sparse | None] | list[Floats | None] | list[dict[str, Any] | None]


class VectorColumn:
    """A vector of many points. It doesn't change.

    Args:
        values: What `values` returns; or the texts of dense vectors that are read when somebody wants their numbers.
        present: Which points have this vector.

    Attributes:
        present: Which points have this vector.
    """

    __slots__ = ("_texts", "_values", "present")

    def __init__(self, values: Values | Unread, present: Mask) -> None:
        self._texts = values.rows if isinstance(values, Unread) else None
        self._values: Values | None = None if isinstance(values, Unread) else values
        self.present = present

    @property
    def values(self) -> Values:
        """Of a dense vector, a matrix with a row for each point.

        Of a sparse one, indices and values of each; of a multivector, a matrix of each; of one that the instance is to
        make, what it makes it of (`text`, `model`). Points without this vector have a row of zeros there, or None.
        """
        if self._values is None:
            self._values = _matrix([None if row is None else row.tolist() for row in self._texts or ()])
        return self._values

    def __len__(self) -> int:
        return len(self.present)

    @property
    def is_dense(self) -> bool:
        """Whether it is a dense vector, and `values` a matrix."""
        return self._texts is not None or isinstance(self._values, numpy.ndarray)

    @property
    def nbytes(self) -> int:
        """How many bytes it takes, about."""
        if self._values is None:
            return sum(len(row.text) for row in self._texts or () if row is not None)
        if isinstance(self._values, numpy.ndarray):
            return self._values.nbytes
        parts = (one if isinstance(one, tuple) else (one,) for one in self._values)
        return sum(getattr(part, "nbytes", 0) for row in parts for part in row)

    @classmethod
    def of(cls, given: Sequence[Any]) -> VectorColumn:
        """Make a column of a vector as it is read: lists; sparse ones as models or dictionaries; None for none."""
        present = numpy.fromiter((one is not None for one in given), numpy.bool_, len(given))
        first = next((one for one in given if one is not None), None)
        if first is None:
            return cls.absent(len(given))
        if isinstance(first, Numbers):
            return cls(Unread(list(given)), present)
        if hasattr(first, "indices") or isinstance(first, dict):
            return cls([None if one is None else _sparse(one) for one in given], present)
        if len(first) and hasattr(first[0], "__len__"):
            return cls([None if one is None else numpy.asarray(one, numpy.float32) for one in given], present)
        return cls(_matrix(given), present)

    @classmethod
    def absent(cls, count: int) -> VectorColumn:
        """Make a column of a vector that none of so many points has."""
        none: list[Sparse | None] = [None] * count
        return cls(none, numpy.zeros(count, numpy.bool_))

    def take(self, rows: Rows) -> VectorColumn:
        """Return some rows; slices of a matrix are views."""
        if self._values is None and self._texts is not None:
            return VectorColumn(Unread(_taken(self._texts, rows)), self.present[rows])
        values = self.values
        if isinstance(values, numpy.ndarray):
            return VectorColumn(values[rows], self.present[rows])
        return VectorColumn(_taken(values, rows), self.present[rows])

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

    def written(self, *, as_text: bool = False) -> Any:
        """Return it as a column of an upsert, where all points must have it.

        Args:
            as_text: Whether what nobody has read may stay text, because the upsert is written as JSON.
        """
        if as_text and self._texts is not None:
            return NumberRows([row for row in self._texts if row is not None])
        values = self.values
        return values if isinstance(values, numpy.ndarray) else [_one_written(one) for one in values]


def row_numbers(rows: Any) -> list[int]:
    """Return which rows are meant, as numbers."""
    found = numpy.asarray(rows)
    numbers: list[int] = (numpy.flatnonzero(found) if found.dtype == numpy.bool_ else found.astype(numpy.intp)).tolist()
    return numbers


def _sparse(one: Any) -> Sparse:
    return numpy.asarray(part_of(one, "indices"), numpy.uint32), numpy.asarray(part_of(one, "values"), numpy.float32)


def _one_written(one: Any) -> Any:
    if isinstance(one, tuple):
        indices, values = one
        return {"indices": indices, "values": values}
    return one


def _matrix(rows: Sequence[Any]) -> Floats:
    """Return vectors as a matrix; where there is none, with a row of zeros."""
    width = next((len(row) for row in rows if row is not None), 0)
    zeros = [0.0] * width
    return numpy.asarray([zeros if row is None else row for row in rows], numpy.float32)


def _taken(values: list[Any], rows: Rows) -> list[Any]:
    return values[rows] if isinstance(rows, slice) else [values[row] for row in row_numbers(rows)]
