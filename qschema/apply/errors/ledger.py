"""Ledgers that can't be read."""

from __future__ import annotations

from typing import ClassVar

from qschema.apply.errors.base import ApplyError


class NewerLedgerError(ApplyError):
    """The ledger was written by a newer qschema."""

    code: ClassVar[str] = "apply.newer-ledger"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the ledger of this instance has the format {found}, and this qschema writes {known}",
            why="a newer qschema was here; what it wrote can be read, not added to",
            fix="upgrade qschema",
        )


class LedgerDamagedError(ApplyError):
    """A record of the ledger can't be read."""

    code: ClassVar[str] = "apply.ledger-damaged"

    def __init__(self, point: str, why: str) -> None:
        super().__init__(
            f"a record of the ledger can't be read: point {point}",
            why=why,
            fix="nobody but qschema may write to the collection _qschema; look at that point, and delete it",
        )
