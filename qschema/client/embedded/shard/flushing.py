"""When what is in the log is made last against a loss of power."""

from __future__ import annotations

from time import monotonic


class Flushing:
    """Says, at each write, whether a flush is due.

    A server flushes in the background every `flush_interval_sec`. The engine's log holds everything since the last
    flush, grows until then, and is read again at the next opening; so a write that comes that late brings a flush.

    Args:
        seconds: How long after a flush a write brings the next one.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.done()

    def due(self) -> bool:
        """Return whether to flush now."""
        return monotonic() - self._since >= self._seconds

    def done(self) -> None:
        """Note that everything is flushed."""
        self._since = monotonic()
