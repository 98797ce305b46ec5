"""How fast background work goes, and when it may be over."""

from __future__ import annotations

import time
from collections import deque

from qschema.apply.readiness import Look

_WINDOW = 30
"""How many looks the rate is worked out from; a look is about a second."""


class Pace:
    """Works out a rate from the looks at one collection."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, int]] = deque(maxlen=_WINDOW)

    def note(self, look: Look) -> None:
        """Take in one more look."""
        self.count(parts(look)[0])

    def count(self, done: int) -> None:
        """Take in how much is done by now."""
        if self._looks and done < self._looks[-1][1]:
            self._looks.clear()  # the next segment: its work is counted from nothing
        self._looks.append((time.monotonic(), done))

    @property
    def rate(self) -> float:
        """How much is done in a second; 0 where nobody knows yet."""
        if len(self._looks) < 2:
            return 0.0
        (since, before), (until, after) = self._looks[0], self._looks[-1]
        return (after - before) / (until - since) if until > since else 0.0

    def left(self, look: Look) -> float | None:
        """Return how many seconds the rest takes at this rate; None where nobody knows."""
        done, total = parts(look)
        return self.seconds_for(total - done)

    def seconds_for(self, rest: int) -> float | None:
        """Return how many seconds so much takes at this rate; None where nobody knows."""
        return rest / self.rate if self.rate > 0 and rest > 0 else None


def parts(look: Look) -> tuple[int, int]:
    """Return how much of the work is done, and of how much: as the server counts it, else in indexed vectors."""
    return (look.done, look.total) if look.total else (min(look.indexed, look.points), look.points)


def words(look: Look, pace: Pace) -> str:
    """Say how far the work is."""
    done, total = parts(look)
    said = [f"{look.status.value}, {done:,} of {total:,}"]
    if pace.rate > 0:
        said.append(f"{pace.rate:,.0f}/s")
    if (left := pace.left(look)) is not None:
        said.append(f"about {duration(left)} left")
    if look.updates:
        said.append(f"{look.updates:,} updates wait")
    if look.deferred:
        said.append(f"{look.deferred:,} points can't be seen yet")
    return ", ".join(said)


def duration(seconds: float) -> str:
    """Say how long something takes."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
