"""One thread of a copy: takes a range, reads a page, transforms it, writes it, notes that, and so on.

A lane has one page in memory at a time, and reads the next one only when that is confirmed: so a slow destination holds
back the reading, and memory doesn't grow with the collection. While one lane waits for a server, another works.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from qschema.apply.copying.journal import CopyJournal
from qschema.apply.copying.mark import Mark
from qschema.apply.copying.options import Transform
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.ranges import IdRange
from qschema.apply.copying.reading import Page, PageReader
from qschema.apply.copying.throttle import Brake
from qschema.apply.failpoints import reached
from qschema.client import models


class Writer(Protocol):
    """Writes pages to the destination."""

    def write(self, points: PointColumns, shard_key: models.ShardKey | None) -> int:
        """Write points; return how many were, each confirmed."""
        ...


class Lane:
    """Copies one range after the other.

    Args:
        reader: Reads pages.
        transform: What is done to points on the way.
        writer: Writes them.
        brake: Holds it back.
        journal: Where it is noted how far each range is.
        checkpoint_seconds: How often that is noted.
        told: Is told of each page: how many points were read, and how many written.
    """

    def __init__(
        self,
        reader: PageReader,
        transform: Transform,
        writer: Writer,
        brake: Brake,
        journal: CopyJournal,
        *,
        checkpoint_seconds: float,
        told: Callable[[int, int], None],
    ) -> None:
        self._reader = reader
        self._transform = transform
        self._writer = writer
        self._brake = brake
        self._journal = journal
        self._checkpoint_seconds = checkpoint_seconds
        self._told = told

    def copy(self, index: int, ids: IdRange, mark: Mark) -> None:
        """Copy what is left of a range; how far it came is noted, whatever ends it.

        Raises:
            HaltedError: The copy was told to end.
            QdrantError: A call failed for good.
        """
        noted, noted_at = mark, time.monotonic()
        try:
            self._brake.wait()
            for page in self._reader.pages(ids, mark.last):
                mark = self._carried(page, ids, mark)
                if page.is_last:
                    break
                if time.monotonic() - noted_at >= self._checkpoint_seconds:
                    self._note(index, mark)
                    noted, noted_at = mark, time.monotonic()
                self._brake.wait()
            mark = replace(mark, done=True)
        finally:
            if mark != noted:
                self._note(index, mark)

    def _carried(self, page: Page, ids: IdRange, mark: Mark) -> Mark:
        """Carry a page over, and return how far the range is then."""
        reached("copy", "before-write")
        written = 0
        if len(page.points):
            points = self._transform(page.points)
            begun = time.monotonic()
            written = self._writer.write(points, ids.shard_key) if len(points) else 0
            reached("copy", "after-write")
            self._told(len(page.points), written)
            self._brake.wrote(len(points), time.monotonic() - begun)
        last = page.points.ids[-1] if len(page.points) else mark.last
        return replace(mark, read=mark.read + len(page.points), written=mark.written + written, last=last)

    def _note(self, index: int, mark: Mark) -> None:
        self._journal.mark(index, mark)
        reached("copy", "after-checkpoint")
