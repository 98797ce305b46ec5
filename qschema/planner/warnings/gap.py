"""Names that lead nowhere for a moment, because a collection goes before its copy takes its name."""

from __future__ import annotations

from qschema.planner.steps import GiveWay
from qschema.planner.warnings.warning import Facts, Found, about

ID = "gap"


def find(facts: Facts) -> Found:
    """Warn of each."""
    for situation in facts.situations:
        for step in facts.steps_of(situation):
            if isinstance(step, GiveWay):
                yield about(
                    situation,
                    ID,
                    ("lifecycle", "switch"),
                    f"searches and writes by the name {step.alias!r} fail for a moment, while {step.collection!r} is "
                    f"deleted and the name doesn't lead to {step.successor!r} yet; how long is measured, and recorded",
                    "take out `switch: gap` where an alias wins over a collection of its name: then there is no gap, "
                    "and the old collection stays; else have those who use the name repeat what gets a 404",
                )
