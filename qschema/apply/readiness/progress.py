"""Whether background work gets anywhere: an optimiser may rebuild for ever, or stand still."""

from __future__ import annotations

import time

from qschema.apply.readiness.look import Look

STALL_SECONDS = 600.0
"""How long nothing at all may change."""

_ROUNDS = 50
_ROUNDS_FOR_A_SEGMENT = 4


class Progress:
    """Remembers what was seen of a collection, and judges it.

    A collection with `on_disk: true` and `memory: cached` is rebuilt for ever, with nothing in it too: on Qdrant 1.19.0
    some four optimisations a second, each under a new id, while nothing else changes. So their number tells: an honest
    rebuild takes a few for each segment.
    """

    def __init__(self) -> None:
        self._last: Look | None = None
        self._since = time.monotonic()
        self._seen: set[str] = set()
        self._points: int | None = None

    def note(self, look: Look) -> None:
        """Take in one more look."""
        if look.points != self._points:  # somebody writes: what runs is for that
            self._points = look.points
            self._seen.clear()
        self._seen |= look.seen
        if look != self._last:
            self._last, self._since = look, time.monotonic()

    @property
    def trouble(self) -> str:
        """What is wrong, in a sentence; empty if it goes on."""
        assert self._last is not None
        if len(self._seen) > _ROUNDS + _ROUNDS_FOR_A_SEGMENT * self._last.segments:
            return (
                f"the optimiser goes in circles: {len(self._seen)} optimisations of {self._last.segments} segments, "
                "and it begins anew"
            )
        if time.monotonic() - self._since > STALL_SECONDS:
            return f"nothing has changed for {STALL_SECONDS:.0f} seconds"
        return ""
