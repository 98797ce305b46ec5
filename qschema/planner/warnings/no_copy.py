"""Collections that are deleted and made anew, because no copy can take their place."""

from __future__ import annotations

from qschema.planner.passing import in_the_way
from qschema.planner.paths import get
from qschema.planner.replacing import carried_over
from qschema.planner.situation import Situation
from qschema.planner.steps import CreateCollection, DeleteCollection
from qschema.planner.warnings.warning import Facts, Found, about

ID = "no-copy"


def find(facts: Facts) -> Found:
    """Warn of each that isn't to be replaced in this way, and that would be copied if it could."""
    for situation in facts.situations:
        found = (
            in_the_way(situation, {**situation.full, **carried_over(situation)}) if _chosen(facts, situation) else None
        )
        if found:
            yield about(
                situation,
                ID,
                (),
                f"it is deleted and made anew, and no copy takes its place: {found.why}",
                found.instead or "write its points anew afterwards",
            )


def _chosen(facts: Facts, situation: Situation) -> bool:
    """Tell whether a collection is deleted and made anew though nobody declared that."""
    kinds = {type(step) for step in facts.steps_of(situation)}
    return {DeleteCollection, CreateCollection} <= kinds and get(situation.full, ("lifecycle", "replace")) is None
