"""What was measured in a step, in words."""

from __future__ import annotations

from qschema.apply.records import Measures


def measured(measures: Measures) -> str:
    """Return numbers with their names on one line, those that are nothing left out."""
    return ", ".join(f"{name.replace('_', ' ')}: {number:,g}" for name, number in measures.items() if number)
