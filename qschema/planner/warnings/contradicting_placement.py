"""Vectors of an instance whose two ways to be placed contradict each other."""

from __future__ import annotations

from qschema.planner.placement import loops
from qschema.planner.steps import UpdateCollection
from qschema.planner.warnings.warning import Facts, Found, about

ID = "contradicting-placement"


def find(facts: Facts) -> Found:
    """Warn where neither key is declared; where one is, the plan makes both say the same."""
    for situation in facts.situations:
        mended = {
            name
            for step in facts.steps_of(situation)
            if isinstance(step, UpdateCollection)
            for name, params in (step.after.get("vectors") or {}).items()
            if "memory" in params
        }
        for name, params in (situation.shown.get("vectors") or {}).items():
            if loops(("vectors", "*"), params) and name not in mended:
                yield about(
                    situation,
                    ID,
                    ("vectors", name),
                    "the instance has on_disk: true and memory: cached for it, so the optimiser rebuilds for ever",
                    "declare memory: cold or cached, and the plan makes both say the same",
                )
