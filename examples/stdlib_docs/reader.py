"""A reader that doesn't stop: what an application does while its collection is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

PAUSE = 0.02
"""Seconds between two reads."""


class Reader:
    """Reads again and again, in a thread.

    Args:
        read: One read; it raises if anything isn't as it should be.

    Attributes:
        reads: How many reads there were.
        failures: What those raised that failed.
    """

    def __init__(self, read: Callable[[], None]) -> None:
        self._read = read
        self._stop = Event()
        self.reads = 0
        self.failures: list[Exception] = []

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Read within a `with` block."""
        self._stop.clear()
        thread = Thread(target=self._work)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _work(self) -> None:
        while not self._stop.wait(PAUSE):
            self.reads += 1
            try:
                self._read()
            except Exception as error:
                self.failures.append(error)
