"""Points column by column: what is copied, transformed and compared, without a Python object per number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy

from qschema.apply.copying.ids import PointId, plain
from qschema.apply.copying.vector_column import Rows, VectorColumn, row_numbers
from qschema.client.uploading.batches import ColumnBatch, part_of


@dataclass(frozen=True, slots=True)
class PointColumns:
    """Points of a collection, column by column.

    Attributes:
        ids: Their ids.
        vectors: Their vectors by name; the one without a name is called "".
        payloads: Their payloads.
    """

    ids: list[PointId]
    vectors: Mapping[str, VectorColumn] = field(default_factory=dict)
    payloads: list[dict[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def nbytes(self) -> int:
        """How many bytes the vectors take, about."""
        return sum(column.nbytes for column in self.vectors.values())

    @classmethod
    def of(cls, points: Iterable[Any]) -> PointColumns:
        """Read points as an instance tells them: records, or dictionaries with `id`, `vector` and `payload`."""
        ids: list[PointId] = []
        payloads: list[dict[str, Any]] = []
        found: dict[str, list[Any]] = {}
        for row, point in enumerate(points):
            ids.append(plain(part_of(point, "id")))
            payloads.append(part_of(point, "payload") or {})
            for name, vector in _by_name(part_of(point, "vector")):
                column = found.setdefault(name, [])
                column += [None] * (row - len(column))
                column.append(vector)
        for column in found.values():
            column += [None] * (len(ids) - len(column))
        return cls(ids, {name: VectorColumn.of(column) for name, column in found.items()}, payloads)

    def take(self, rows: Rows) -> PointColumns:
        """Return some points: those of a slice, of numbers of rows, or of a mask."""
        vectors = {name: column.take(rows) for name, column in self.vectors.items()}
        if isinstance(rows, slice):
            return PointColumns(self.ids[rows], vectors, self.payloads[rows])
        numbers = row_numbers(rows)
        return PointColumns([self.ids[row] for row in numbers], vectors, [self.payloads[row] for row in numbers])

    @classmethod
    def joined(cls, parts: Sequence[PointColumns]) -> PointColumns:
        """Put points together, in order."""
        names = dict.fromkeys(name for part in parts for name in part.vectors)
        return cls(
            [id for part in parts for id in part.ids],
            {
                name: VectorColumn.joined(
                    [part.vectors.get(name) or VectorColumn.absent(len(part)) for part in parts],
                )
                for name in names
            },
            [payload for part in parts for payload in part.payloads],
        )

    def batches(self, most: int | None = None, *, as_text: bool = False) -> Iterator[ColumnBatch]:
        """Yield the points as bodies of upserts: a body's points all have the same vectors.

        Args:
            most: The most points of a body; None for no limit.
            as_text: Whether bodies are written as JSON, so that vectors that nobody has read stay unread.
        """
        for rows in self._alike():
            part = self if rows is None else self.take(rows)
            for start in range(0, len(part), most or max(len(part), 1)):
                yield _batch(part.take(slice(start, start + most)) if most else part, as_text)

    def _alike(self) -> Iterator[Any]:
        """Yield the rows that have the same vectors; None for all."""
        if not len(self):
            return
        columns = [column.present for column in self.vectors.values()]
        if all(present.all() for present in columns):
            yield None
            return
        signatures = numpy.packbits(numpy.stack(columns), axis=0)
        kinds, kind_of = numpy.unique(signatures, axis=1, return_inverse=True)
        for kind in range(kinds.shape[1]):
            yield numpy.flatnonzero(kind_of.ravel() == kind)


def _batch(points: PointColumns, as_text: bool) -> ColumnBatch:
    """Return the body of an upsert of points that have all of their vectors, or none of one."""
    columns = {name: column.written(as_text=as_text) for name, column in points.vectors.items() if column.present.any()}
    bare = set(columns) == {""}
    return ColumnBatch(0, points.ids, columns[""] if bare else columns, points.payloads)


def _by_name(vector: Any) -> Iterable[tuple[str, Any]]:
    if vector is None:
        return ()
    return vector.items() if isinstance(vector, dict) else (("", vector),)
