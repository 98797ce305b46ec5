"""Reading the points of a range, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qschema.apply.copying.halt import Halt
from qschema.apply.copying.ids import PointId, after, plain
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.ranges import IdRange
from qschema.apply.copying.side import Side
from qschema.client import models
from qschema.client.pages import Points, scroll_page
from qschema.client.uploading.batches import part_of

_FIRST = 100
"""The most points of the first page."""

_PAGE_BYTES = 16_000_000
"""How large a page may be, about."""


@dataclass(frozen=True, slots=True)
class Page:
    """Points that were read.

    Attributes:
        points: The points.
        is_last: Whether the range has no more.
    """

    points: PointColumns
    is_last: bool


class PageReader:
    """Reads pages of the source. Threads may share it.

    Points may be of any size, a multivector of a document takes megabytes: the first page is small, and the others have
    no more points than fit into the bytes that a page may take.

    Args:
        source: The source.
        size: The most points of a page.
        where: The filter of those that are copied; None for all.
        with_vectors: Whether vectors are read; or the names of those that are.
        halt: How reading is ended.
    """

    def __init__(
        self, source: Side, *, size: int, where: models.Filter | None, with_vectors: bool | list[str], halt: Halt
    ) -> None:
        self._source = source
        self._most = size
        self._size = min(size, _FIRST)
        self._where = where
        self._with_vectors = with_vectors
        self._halt = halt

    def pages(self, ids: IdRange, behind: PointId | None) -> Iterator[Page]:
        """Yield the pages of a range.

        Args:
            ids: The range.
            behind: The last id that need not be read again; None to begin with the first.
        """
        start = ids.start if behind is None else after(behind)
        if behind is not None and start is None:  # there is no id behind that one
            return
        while True:
            found = self._read(start, ids.shard_key)
            start = None if found.following is None else plain(found.following)
            is_last = start is None or not ids.holds(start)
            points = PointColumns.of(_within(found.points, ids) if is_last else found.points)
            self._fit(found, points)
            yield Page(points, is_last)
            if is_last:
                return

    def _fit(self, found: Points, points: PointColumns) -> None:
        """Have the next page no larger than a page may be, if its points are like those of this one."""
        count, size = (len(found.points), found.size) if found.size else (len(points), points.nbytes)
        if count:
            self._size = min(self._most, max(_PAGE_BYTES * count // max(size, 1), 1))

    def _read(self, start: PointId | None, shard_key: models.ShardKey | None) -> Points:
        body = models.ScrollRequest(
            offset=start,
            limit=self._size,
            filter=self._where,
            with_payload=True,
            with_vector=self._with_vectors,
            shard_key=shard_key,
        )
        return self._halt.insist(lambda: scroll_page(self._source.client, self._source.collection, body))


def _within(points: Sequence[Any], ids: IdRange) -> list[Any]:
    """Return those of a page that aren't beyond the end of a range."""
    return [point for point in points if ids.holds(plain(part_of(point, "id")))]
