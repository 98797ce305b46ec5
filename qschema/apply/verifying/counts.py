"""Whether both collections have the same number of points."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.apply.patience import read
from qschema.apply.strict_mode import count_points
from qschema.apply.verifying.gate import LOOKS, Gate
from qschema.apply.verifying.result import Result, counted, judged
from qschema.apply.verifying.sides import SearchedSide


def check_counts(gate: Gate) -> Iterator[Result]:
    """Count exactly; where points are left out on purpose, the old ones that are not.

    Where others go on writing, as many may be missing, or too many, as were behind a moment before.
    """
    seen: list[int] = []  # at all looks, since what is being written to both comes to the new one a moment later
    for look in range(LOOKS):
        behind = gate.wait() if look else 0
        before, new, old = _old(gate), count_of(gate.new), _old(gate)
        seen += (before, old)
        if min(seen) - behind <= new <= max(seen) + behind:
            old = new
            break
    gap = counted(abs(old - new), "point")
    words = counted(new, "point") + (" in both" if old == new else f", {gap} too {'many' if new > old else 'few'}")
    measured, limit = {"old": old, "new": new}, {"new": old}
    yield Result("counts", judged(old == new), words, f"{old:,}, as in the old one", measured, limit)


def _old(gate: Gate) -> int:
    return count_of(gate.old) if gate.counterpart.same_ids else gate.survey.old.count


def count_of(side: SearchedSide) -> int:
    """Return how many points a side has."""
    return read(lambda: count_points(side.client, side.collection, shard_key=side.shard_key))
