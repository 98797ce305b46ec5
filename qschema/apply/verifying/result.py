"""What one check of a verification found: a value with its words, not an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

MOST_FINDINGS = 20
"""How many differing points a check names."""


class Outcome(str, Enum):
    """How a check ended.

    Attributes:
        PASSED: What is required holds.
        FAILED: It doesn't.
        TOLD: Something was measured, and nothing is required of it.
        SKIPPED: There was nothing to look at, and the words say why.
    """

    PASSED = "passed"
    FAILED = "failed"
    TOLD = "told"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Finding:
    """One thing that isn't as it should be.

    Attributes:
        subject: What it is about: a point's id, a query, a vector.
        what: What is wrong with it.
    """

    subject: int | str
    what: str


@dataclass(frozen=True)
class Result:
    """What a check found.

    Attributes:
        check: The check's name.
        outcome: How it ended.
        words: What was seen, in a sentence.
        required: What was required, in a few words; empty if nothing.
        measured: The numbers, by name, as JSON.
        threshold: The limits that were required of some of them, by the same names.
        findings: What isn't as it should be, the first few.
        series: Numbers to be plotted, by name, in the order of the queries.
    """

    check: str
    outcome: Outcome
    words: str
    required: str = ""
    measured: Mapping[str, Any] = field(default_factory=dict)
    threshold: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    series: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object; see `docs/verifying.md`."""
        return {
            "check": self.check,
            "outcome": self.outcome.value,
            "words": self.words,
            "required": self.required,
            "measured": dict(self.measured),
            "threshold": dict(self.threshold),
            "findings": [{"subject": one.subject, "what": one.what} for one in self.findings],
            "series": {name: list(numbers) for name, numbers in self.series.items()},
        }


def judged(holds: bool) -> Outcome:
    """Return the outcome of a check that requires something."""
    return Outcome.PASSED if holds else Outcome.FAILED


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 point`, `2,000 points`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
