"""What can go wrong while points are copied."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.apply.errors import ApplyError


class CopyError(ApplyError):
    """Base of what can go wrong while points are copied."""

    code: ClassVar[str] = "copy.error"


class CopyFailedError(CopyError):
    """A copy ended before all points were there; `__cause__` says why.

    Attributes:
        written: How many points this run has written, each confirmed.
    """

    code: ClassVar[str] = "copy.failed"

    def __init__(self, source: str, collection: str, written: int, why: str) -> None:
        self.written = written
        super().__init__(
            f"copying {source!r} into {collection!r} ended after {written:,} points",
            where=collection,
            why=why,
            fix="mend the cause and copy again: it goes on behind the last points that were confirmed",
        )


class CopyStoppedError(CopyError):
    """Somebody asked the copy to stop, and it did so between two pages.

    Attributes:
        written: How many points this run has written, each confirmed.
    """

    code: ClassVar[str] = "copy.stopped"
    outcome: ClassVar[Literal["failed", "unknown"]] = "unknown"

    def __init__(self, source: str, collection: str, written: int) -> None:
        self.written = written
        super().__init__(
            f"copying {source!r} into {collection!r} was stopped after {written:,} points",
            where=collection,
            why="what was written is confirmed, and noted in the ledger of the destination",
            fix="copy again: it goes on behind the last points that were confirmed",
        )


class OtherCopyError(CopyError):
    """A copy can't go on, because it was planned otherwise."""

    code: ClassVar[str] = "copy.planned-otherwise"

    def __init__(self, copying: str, what: str) -> None:
        super().__init__(
            f"the copy {copying} can't go on: it was planned with other {what}",
            why="points that were written before would differ from those that are written now",
            fix="copy as before, or begin anew (qschema copy --restart)",
        )
