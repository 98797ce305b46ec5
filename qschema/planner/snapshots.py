"""Which steps of a plan have a snapshot taken before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from qschema.planner.steps import (
    ALIAS_STEPS,
    CloneCollection,
    CreateCollection,
    DeleteAlias,
    RestoreCollection,
    SetAlias,
    Step,
)
from qschema.schema.snapshots import SnapshotsBefore

S = TypeVar("S", bound=Step)

_LEAVE_IT_ALONE = (CloneCollection, CreateCollection, DeleteAlias, RestoreCollection, SetAlias)
"""Steps that change nothing about a collection that is there."""


def with_snapshots(steps: Iterable[S], before: SnapshotsBefore) -> Iterator[S]:
    """Yield steps, each with whether a snapshot is taken before it.

    One that destroys data has a snapshot of its own, because a step before it may have been taken back by then. With
    `always`, the first change of a collection has one, too; what comes after that is taken back by inverses.

    Args:
        steps: The steps, in order.
        before: Before which of them.
    """
    seen: set[str] = set()
    for step in steps:
        first = step.collection not in seen and not isinstance(step, _LEAVE_IT_ALONE)
        if not isinstance(step, ALIAS_STEPS):
            seen.add(step.collection)
        wanted = before != "never" and (step.destructive or (before == "always" and first))
        yield step.model_copy(update={"snapshot_before": True}) if wanted else step
