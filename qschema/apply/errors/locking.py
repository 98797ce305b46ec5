"""What can go wrong with the locks that runs hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qschema.apply.errors.base import ApplyError

if TYPE_CHECKING:
    from qschema.apply.held_lock import HeldLock


class LockedError(ApplyError):
    """Another run holds the lock of a project, or of a collection.

    Attributes:
        held: The lock and whoever holds it.
    """

    code: ClassVar[str] = "apply.locked"
    reason: ClassVar[str] = "only one run at a time may change what belongs to a project"
    way_out: ClassVar[str] = (
        "wait for it (--lock-timeout 90s), also if that run is dead: who waits gets its lock within a minute; "
        "or free it"
    )

    def __init__(self, held: HeldLock) -> None:
        self.held = held
        super().__init__(
            f"{held.guards} is locked by {held.holder}", why=self.reason, fix=f"{self.way_out}: {held.command}"
        )


class CollectionLockedError(LockedError):
    """Another run has a collection to itself."""

    code: ClassVar[str] = "apply.collection-locked"
    reason: ClassVar[str] = "what takes long, a reindex or a copy, has this collection to itself, or comes to it later"
    way_out: ClassVar[str] = (
        "wait for it (--lock-timeout 90s), also if it is dead: who waits gets its lock within a minute; "
        "or leave this collection out (--target); or free it"
    )


class LockLostError(ApplyError):
    """The lock was taken away while this run was at work."""

    code: ClassVar[str] = "apply.lock-lost"

    def __init__(self, guards: str) -> None:
        super().__init__(
            f"this run no longer holds the lock of {guards}",
            why="somebody freed it with `qschema unlock`, or the ledger was replaced",
            fix="see that no other run is at work, then run `qschema apply` again: it continues where this one stopped",
        )


class NotReleasedError(ApplyError):
    """A run ended and could not give its lock back."""

    code: ClassVar[str] = "apply.not-released"

    def __init__(self, guards: str, token: str, said: str) -> None:
        super().__init__(
            f"the lock of {guards} could not be given back",
            why=said,
            fix=f"once the instance can be reached again: qschema unlock {token}",
        )


class NoSuchLockError(ApplyError):
    """There is no held lock with that token."""

    code: ClassVar[str] = "apply.no-such-lock"

    def __init__(self, project: str, token: str) -> None:
        super().__init__(
            f"no run holds the lock of the project {project!r} with the id {token}",
            why="that run has ended by now, or the id is mistyped",
            fix="qschema unlock shows who holds it",
        )


class GuardError(ApplyError):
    """The guard that a first lock of a project needs is missing, or was never given back."""

    code: ClassVar[str] = "apply.guard"

    def __init__(self, what: str) -> None:
        super().__init__(
            what,
            why="a run was killed in the few milliseconds in which it prepared the ledger or a project's lock",
            fix="see that no other run is at work, then: qschema unlock --repair",
        )
