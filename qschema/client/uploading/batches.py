"""Batches of points: what one request carries, and how it is cut in two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_LEAST_BYTES = 2
"""What a number takes in JSON at the least, with its comma."""


@dataclass(frozen=True, slots=True)
class PointBatch:
    """Points one by one.

    Attributes:
        first: The position of the first in its source.
        points: Models, or dictionaries with `id`, `vector` and `payload`.
    """

    first: int
    points: Sequence[Any]

    def __len__(self) -> int:
        return len(self.points)

    @property
    def ids(self) -> list[Any]:
        """The ids of the points."""
        return [part_of(point, "id") for point in self.points]

    @property
    def ids_by_row(self) -> dict[int, Any]:
        """The ids of the points by their positions in the source."""
        return dict(enumerate(self.ids, self.first))

    @property
    def body(self) -> dict[str, Any]:
        """The body of the request."""
        return {"points": self.points}

    @property
    def least_bytes(self) -> int:
        """Fewer bytes than the body has for sure."""
        return _LEAST_BYTES * sum(_numbers(part_of(point, "vector")) for point in self.points)

    def parts(self, count: int) -> tuple[PointBatch, PointBatch]:
        """Return the first points and the others in two batches."""
        return PointBatch(self.first, self.points[:count]), PointBatch(self.first + count, self.points[count:])


@dataclass(frozen=True, slots=True)
class ColumnBatch:
    """Points column by column; matrices are views of the caller's.

    Attributes:
        first: The position of the first in its source.
        ids: The ids of the points.
        vectors: The column of the vector without a name, or columns by name.
        payloads: The payloads, or None.
    """

    first: int
    ids: list[Any]
    vectors: Any
    payloads: list[Any] | None = field(default=None)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def ids_by_row(self) -> dict[int, Any]:
        """The ids of the points by their positions in the source."""
        return dict(enumerate(self.ids, self.first))

    @property
    def body(self) -> dict[str, Any]:
        """The body of the request."""
        batch = {"ids": self.ids, "vectors": _mapped(_contiguous, self.vectors)}
        return {"batch": batch if self.payloads is None else {**batch, "payloads": self.payloads}}

    @property
    def least_bytes(self) -> int:
        """Fewer bytes than the body has for sure."""
        columns = self.vectors.values() if isinstance(self.vectors, Mapping) else (self.vectors,)
        return _LEAST_BYTES * sum(_numbers(column) for column in columns)

    def parts(self, count: int) -> tuple[ColumnBatch, ColumnBatch]:
        """Return the first points and the others in two batches."""
        return self._part(0, count), self._part(count, len(self))

    def _part(self, start: int, end: int) -> ColumnBatch:
        part = slice(start, end)
        payloads = None if self.payloads is None else self.payloads[part]
        return ColumnBatch(
            self.first + start, self.ids[part], _mapped(lambda column: column[part], self.vectors), payloads
        )


Batch = PointBatch | ColumnBatch


def part_of(point: Any, name: str) -> Any:
    """Return a part of a point, be it a model or a dictionary; None if it isn't there."""
    return point.get(name) if isinstance(point, Mapping) else getattr(point, name, None)


def _mapped(change: Any, vectors: Any) -> Any:
    if isinstance(vectors, Mapping):
        return {name: change(column) for name, column in vectors.items()}
    return change(vectors)


def _contiguous(column: Any) -> Any:
    """Lay a matrix out row by row, the only way in which it can be written without a Python object per number."""
    flags = getattr(column, "flags", None)
    return column if flags is None or flags.c_contiguous else column.copy(order="C")


def _numbers(value: Any) -> int:
    """Return how many numbers something holds, at the least."""
    size = getattr(value, "size", None)
    if isinstance(size, int):
        return size
    if isinstance(value, Mapping):
        return sum(_numbers(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        if value and not isinstance(value[0], (int, float)):
            return sum(_numbers(part) for part in value)
        return len(value)
    return 0
