"""Reading a source batch by batch, so that at any moment it is known what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4

from qschema.client.errors import InvalidRequest
from qschema.client.uploading.batches import Batch

Row = int
"""The position of a point in its source, counted from 0."""


class Reader:
    """Reads several columns in step, each time as many rows of all.

    An exception may break it off anywhere, Ctrl-C as well as one of the source: then `ids_from` still knows all that
    was read.

    Args:
        columns: Arrays, lists, and anything else that can be iterated over.
        size: The most rows of a batch.
        made_of: Makes a batch of the first row's position and a piece of each column.
        ids_in: Finds the ids in pieces, of which later ones may be missing or shorter; None where there are none.

    Attributes:
        exhausted: Whether the end was reached.
    """

    def __init__(
        self,
        columns: Sequence[Any],
        size: int,
        made_of: Callable[[Row, list[Any]], Batch],
        ids_in: Callable[[list[Any]], list[Any] | None],
    ) -> None:
        self._columns = [column if _is_cut(column) else iter(column) for column in columns]
        self._size = size
        self._made_of = made_of
        self._ids_in = ids_in
        self._row = 0
        self._pieces: list[Any] = []
        self._last: Batch | None = None
        self.exhausted = False

    def __iter__(self) -> Iterator[Batch]:
        while (batch := self.next()) is not None:
            yield batch

    def next(self) -> Batch | None:
        """Read a batch; None if there are no more rows.

        Raises:
            InvalidRequest: One column ended before another.
        """
        self._pieces = []
        for column in self._columns:
            if _is_cut(column):
                self._pieces.append(column[self._row : self._row + self._size])
                continue
            piece: list[Any] = []
            self._pieces.append(piece)
            piece.extend(islice(column, self._size))  # keeps what was read before an exception
        lengths = {len(piece) for piece in self._pieces}
        if len(lengths) > 1:
            raise not_as_many()
        if lengths == {0}:
            self.exhausted = True
            return None
        # In this order, so that no row is ever missing in `ids_from`; those that are there twice count once.
        batch = self._last = self._made_of(self._row, self._pieces)
        self._pieces = []
        self._row += len(batch)
        return batch

    def ids_from(self, first: Row) -> dict[Row, Any]:
        """Return the ids of rows that were read, from a row on; rows without an id get a random one."""
        found: dict[Row, Any] = {}
        count = max(map(len, self._pieces), default=0)
        if count:
            ids = self._ids_in(self._pieces)
            found = {self._row + n: id for n, id in enumerate(random_ids(count) if ids is None else ids)}
        if self._last is not None:
            found |= self._last.ids_by_row
        return {row: id for row, id in found.items() if row >= first}


def random_ids(count: int) -> list[str]:
    """Return ids for points that have none: random UUIDs, as the official client makes them."""
    return [str(uuid4()) for _ in range(count)]


def not_as_many() -> InvalidRequest:
    """Return the error of columns that are not of one length."""
    return InvalidRequest("vectors, ids and payload are not as many", fix="give one of each for every point")


def _is_cut(column: Any) -> bool:
    """Whether pieces are cut out of a column: views of an array, and lists."""
    return hasattr(column, "dtype") or isinstance(column, (list, tuple))
