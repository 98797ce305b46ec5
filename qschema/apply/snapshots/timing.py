"""When the snapshots of a run are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from qschema.planner.steps import GiveWay, Step


def moments(steps: Sequence[Step], start: int = 0) -> Mapping[int, Sequence[int]]:
    """Return when the snapshots of some steps are taken: just before the step, but for one that is a switch.

    What is written between the last look at both generations and the switch is to be little, and nobody can write while
    writes are frozen; a snapshot may take long. So that of a collection that gives way to its copy is taken before the
    work that comes last before it: before its freeze, else before the verification.

    Args:
        steps: All steps of a run.
        start: The index of the first one that is carried out.

    Returns:
        Index of a step → indexes of the steps whose snapshots are taken before it.
    """
    found = defaultdict[int, list[int]](list)
    for index, step in enumerate(steps):
        if step.snapshot_before and index >= start:
            found[_work_before(steps, start, index) if isinstance(step, GiveWay) else index].append(index)
    return found


def _work_before(steps: Sequence[Step], start: int, index: int) -> int:
    """Return the index of the work on the same collection that comes last before a step; the step's own without any."""
    before = range(index - 1, start - 1, -1)
    return next((one for one in before if steps[one].is_work and steps[one].address == steps[index].address), index)
