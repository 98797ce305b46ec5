"""Rebuilds that take long."""

from __future__ import annotations

from qschema.planner.warnings.warning import Facts, Found, about

ID = "large-rebuild"

LARGE = 1_000_000
"""From how many points on a rebuild is a matter of a quarter of an hour or more (see `cost/rates.py`)."""


def find(facts: Facts) -> Found:
    """Warn of each large collection of which segments are rebuilt."""
    for situation in facts.situations:
        rebuilding = [step for step in facts.steps_of(situation) if step.rebuild and step.cost]
        points = max((step.cost.points or 0 for step in rebuilding if step.cost), default=0)
        if points >= LARGE:
            yield about(
                situation,
                ID,
                (),
                f"{points:,} points are written again in the background, by {len(rebuilding)} of the steps",
                "apply it when slower searches hurt least; what rebuilds anyway is best changed in one plan",
            )
