"""What loses data."""

from __future__ import annotations

from qschema.planner.steps import GiveWay, Step
from qschema.planner.warnings.warning import Facts, Found, PlanWarning

ID = "destructive"


def find(facts: Facts) -> Found:
    """Warn of each step after which data is gone."""
    for step in facts.steps:
        if step.destructive:
            yield PlanWarning(
                id=ID,
                address=step.address,
                what=_what(step),
                fix="the snapshot that is taken before it brings it back: qschema rollback"
                if step.snapshot_before
                else f"take a snapshot of the collection {step.collection!r} first",
                source=next((change.source for change in step.causes), ""),
            )


def _what(step: Step) -> str:
    if isinstance(step, GiveWay):
        return "the old collection is deleted once its copy is verified, and can't be gone back to at once"
    return "its data is deleted" if step.snapshot_before else "its data is lost for good"
