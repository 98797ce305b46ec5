"""The one shape of every error that qschema raises: code, what, where, why, what to do."""

from __future__ import annotations

from typing import Any, ClassVar


class QschemaError(Exception):
    """Base of all errors of the package.

    An error is data first: the same fields are rendered as text for people and as JSON for machines.

    Args:
        what: One sentence: what happened.
        where: What it happened to: `file:line:col`, an address, a URL. Empty if there is no such place.
        why: The cause, where it isn't plain from `what`.
        fix: What to do next; a command where there is one.

    Attributes:
        code: A stable, dotted identifier such as `schema.unknown-key`; each class has its own.
    """

    code: ClassVar[str] = "qschema.error"

    def __init__(self, what: str, *, where: str = "", why: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.why = why
        self.fix = fix

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return "\n  ".join(line for line in (head, self.why, self.fix and f"→ {self.fix}") if line)

    def as_json(self) -> dict[str, Any]:
        """Return the error as a JSON object with the keys `code`, `what`, `where`, `why`, `fix`."""
        return {"code": self.code, "what": self.what, "where": self.where, "why": self.why, "fix": self.fix}
