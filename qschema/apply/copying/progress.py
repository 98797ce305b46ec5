"""How far a copy is."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from qschema.apply.copying.mark import Mark


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far a copy is.

    Attributes:
        read: How many points were read, by earlier runs as well.
        written: How many were written, each confirmed.
        total: How many there were when it was planned.
        resumed: How many of those that were read an earlier run has read.
        behind: How many points the last pass over both sides has found behind, because others write meanwhile; None
            before the first one.
    """

    read: int
    written: int
    total: int
    resumed: int = 0
    behind: int | None = None

    @property
    def left(self) -> int:
        """How many points are still to be read, as far as anybody knows."""
        return max(self.total - self.read, 0)


class Tally:
    """Counts what the lanes do. Threads may share it.

    Args:
        total: How many points there are.
        marks: How far earlier runs came.
    """

    def __init__(self, total: int, marks: Iterable[Mark]) -> None:
        begun = list(marks)
        self._lock = threading.Lock()
        self._total = total
        self._resumed = self._read = sum(mark.read for mark in begun)
        self._before = self._written = sum(mark.written for mark in begun)

    def add(self, read: int, written: int) -> None:
        """Count one more page."""
        with self._lock:
            self._read += read
            self._written += written

    @property
    def now(self) -> CopyProgress:
        """How far it is now."""
        with self._lock:
            return CopyProgress(self._read, self._written, self._total, self._resumed)

    @property
    def written_now(self) -> int:
        """How many points this run has written."""
        with self._lock:
            return self._written - self._before
