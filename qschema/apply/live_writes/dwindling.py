"""Passes for as long as they help."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Protocol

from qschema.apply.live_writes.lag import Lag


class Passes(Protocol):
    """Makes passes over both generations, as `CatchUp` does."""

    def run(self) -> Lag:
        """Make one, and return how far green was behind."""
        ...


def dwindling(passes: Passes) -> Iterator[Lag]:
    """Make passes, and yield what each finds, until one finds nothing, or no less than the one before.

    Then somebody writes all the time, and another pass would find as much.
    """
    behind: float = math.inf
    while behind:
        lag = passes.run()
        yield lag
        behind = lag.points if lag.points < behind else 0
