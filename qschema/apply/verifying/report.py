"""What a verification found, all checks together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qschema.apply.copying.side import Side
from qschema.apply.verifying.result import Outcome, Result

FORMAT_VERSION = "1.0"
"""Grows in its second part when something is added, in its first when something that was there changes."""


@dataclass(frozen=True)
class Report:
    """What a verification found.

    Attributes:
        old: The collection that serves.
        new: Its copy.
        results: What each check found.
        seconds: How long it took.
    """

    old: Side
    new: Side
    results: tuple[Result, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether everything holds that is required."""
        return not self.failed

    @property
    def failed(self) -> tuple[Result, ...]:
        """The results of the checks that failed."""
        return tuple(one for one in self.results if one.outcome is Outcome.FAILED)

    def __getitem__(self, check: str) -> Result:
        return next(one for one in self.results if one.check == check)

    def as_json(self) -> dict[str, Any]:
        """Return the report as a JSON object; see `docs/verifying.md`."""
        return {
            "format_version": FORMAT_VERSION,
            "old": _named(self.old),
            "new": _named(self.new),
            "passed": self.passed,
            "seconds": self.seconds,
            "results": [one.as_json() for one in self.results],
        }


def _named(side: Side) -> dict[str, str]:
    return {"collection": side.collection, "place": side.place}
