"""What can go wrong while a collection is waited for."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.apply.errors.base import ApplyError


class WaitingError(ApplyError):
    """Base of what can go wrong while a collection is waited for."""

    code: ClassVar[str] = "apply.waiting"


class StillWorkingError(WaitingError):
    """The time for waiting is up, and a collection is still being rebuilt. Nothing has failed.

    Attributes:
        collection: The collection's physical name.
    """

    code: ClassVar[str] = "apply.still-working"
    outcome: ClassVar[Literal["failed", "unknown"]] = "unknown"

    def __init__(self, collection: str, seconds: float) -> None:
        self.collection = collection
        super().__init__(
            f"the collection {collection!r} is still being rebuilt after {seconds:g} s",
            why="nothing has failed: Qdrant goes on in the background, and searches are answered meanwhile",
            fix="qschema apply --resume waits on, and does the steps that remain",
        )


class NoProgressError(WaitingError):
    """A collection's optimiser gets nowhere."""

    code: ClassVar[str] = "apply.no-progress"

    def __init__(self, collection: str, why: str) -> None:
        super().__init__(
            f"the optimiser of the collection {collection!r} makes no progress",
            why=why,
            fix="look at GET /collections/NAME/optimizations and the server's log; a collection with on_disk: true and "
            "memory: cached is rebuilt for ever, so declare one of them",
        )


class OptimizerFailedError(WaitingError):
    """A collection is red: its optimiser failed."""

    code: ClassVar[str] = "apply.optimizer-failed"

    def __init__(self, collection: str, said: str) -> None:
        super().__init__(
            f"the optimiser of the collection {collection!r} failed",
            why=f"Qdrant said: {said}" if said else "the collection is red",
            fix="look at the server's log and its free disk space; then qschema apply --resume",
        )
