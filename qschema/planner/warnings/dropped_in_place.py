"""Vectors that lose their numbers where they stand, though another collection could take them over or fill them."""

from __future__ import annotations

from qschema.planner.passing import in_the_way
from qschema.planner.replacing import carried_over
from qschema.planner.steps import CreateVector, DeleteVector
from qschema.planner.warnings.warning import Facts, Found, PlanWarning

ID = "dropped-in-place"


def find(facts: Facts) -> Found:
    """Warn of each vector that is dropped and added anew, and of which a copy would keep what there is."""
    for situation in facts.situations:
        steps = facts.steps_of(situation)
        anew = {step.address for step in steps if isinstance(step, CreateVector)}
        dropped = [step for step in steps if isinstance(step, DeleteVector) and step.destructive]
        if not dropped or not (situation.live and situation.live.points) or not situation.ours:
            continue
        if in_the_way(situation, {**situation.full, **carried_over(situation)}) is None:
            for step in dropped:
                if step.address in anew:
                    yield PlanWarning(
                        id=ID,
                        address=step.address,
                        what="nobody finds anything by it until every point has it again, and a copy would keep it",
                        fix="declare lifecycle: {replace: blue_green}",
                        source=next((change.source for change in step.causes), ""),
                    )
