"""The reason for a step that takes something back."""

from __future__ import annotations

from typing import TypeVar

from qschema.planner.change import Change, ChangeClass
from qschema.planner.steps import SetAlias, Step

S = TypeVar("S", bound=Step)


def because(step: S, why: str, *, rebuild: bool = False) -> S:
    """Return a step with the change that it carries out.

    Args:
        step: The step.
        why: The reason.
        rebuild: Whether Qdrant rebuilds segments after it.
    """
    moved = (step.before, step.collection) if isinstance(step, SetAlias) else (None, None)
    change = Change(
        address=step.address,
        kind=ChangeClass(step.sign),
        before=moved[0],
        after=moved[1],
        rebuild=rebuild,
        reason=why,
    )
    return step.model_copy(update={"causes": (change,), "cost": None})
