from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.live_writes.dwindling import dwindling
from qschema.apply.live_writes.lag import Lag


class Passes:
    """Passes that find so many points behind, one after the other."""

    def __init__(self, behind: list[int]) -> None:
        self._left = behind.copy()

    def run(self) -> Lag:
        return Lag(changed=self._left.pop(0))


@given(st.lists(st.integers(0, 9), max_size=9))
def test_passes_are_made_for_as_long_as_they_find_less(behind):
    behind = [*behind, 0]
    seen = [lag.points for lag in dwindling(Passes(behind))]
    assert seen == behind[: len(seen)]
    *before, last = seen
    assert all(before)
    assert before == sorted(set(before), reverse=True)
    assert not last or (before and last >= before[-1])
