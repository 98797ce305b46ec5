"""What befalls the calls of one run on a bad network."""

from __future__ import annotations

from random import Random

from tests.faulty import (
    ANSWERED_TWICE,
    CALLED_TWICE,
    CUT_AFTER,
    CUT_BEFORE,
    CUT_WITHIN,
    DROPPED_AFTER,
    DROPPED_BEFORE,
    LATE_AFTER,
    LATE_BEFORE,
    PASS,
)

_QUICK = (CUT_BEFORE, CUT_AFTER, CUT_WITHIN, CALLED_TWICE, ANSWERED_TWICE)
_SLOW = (DROPPED_BEFORE, DROPPED_AFTER, LATE_BEFORE, LATE_AFTER)
_CALLS = 150
"""About as many calls as a run makes here."""


class Weather:
    """Says of each call what befalls it: something here and there, a bad spell, or all from one call on.

    Args:
        seed: Decides everything.
    """

    def __init__(self, seed: int) -> None:
        drawn = Random(seed)
        self._befalls = {
            number: drawn.choice((*_QUICK, *_SLOW)) for number in drawn.sample(range(1, _CALLS), k=drawn.randint(1, 8))
        }
        self._spell = range(0)
        if seed % 3:
            start = drawn.randrange(1, _CALLS)
            self._spell = range(start, start + drawn.randint(2, 60) if seed % 3 == 1 else 1_000_000)
        self._in_spell = drawn.choice((CUT_BEFORE, CUT_AFTER))

    def __call__(self, number: int, body: bytes) -> str:
        return self._in_spell if number in self._spell else self._befalls.get(number, PASS)
