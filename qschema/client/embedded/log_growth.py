"""How much was written to the engine's log since some moment."""

from __future__ import annotations

import os
from pathlib import Path

_OPEN = "open-"
"""What the names begin with of the files that the log goes on in; a number follows, one more for each of them
(qdrant-edge-py 0.9.0, lib/wal/src/lib.rs)."""


class LogGrowth:
    """Counts the files of a log, of 32 MB each, that were filled since it was made.

    Files may be deleted meanwhile, as a flush does. A folder in which no file came or went isn't read again.

    Args:
        log: The folder of the log, in use.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._changed = os.stat(log).st_mtime_ns
        self._first = self._last = self._number()

    def files(self) -> int:
        """Return how many files were filled."""
        changed = os.stat(self._log).st_mtime_ns
        if changed != self._changed:
            self._changed, self._last = changed, self._number()
        return self._last - self._first

    def _number(self) -> int:
        names = (name.removeprefix(_OPEN) for name in os.listdir(self._log) if name.startswith(_OPEN))
        return max((int(number) for number in names if number.isdecimal()), default=0)
