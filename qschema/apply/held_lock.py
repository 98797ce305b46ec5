"""Locks that somebody holds, and who that is."""

from __future__ import annotations

from dataclasses import dataclass

from qschema.apply.errors import LedgerDamagedError
from qschema.apply.ledger import Ledger
from qschema.apply.lock_alias import lock_aliases
from qschema.apply.lock_name import LockName
from qschema.apply.records import LeaseRecord
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound


@dataclass(frozen=True)
class HeldLock:
    """A lock that is held.

    Attributes:
        project: The project.
        token: The token of its holder, by which `qschema unlock` knows it.
        lease: What the holder wrote about itself; None if there is no such record.
        collection: The only collection that is locked; empty if all of the project is.
    """

    project: str
    token: str
    lease: LeaseRecord | None
    collection: str = ""

    @property
    def guards(self) -> str:
        """What nobody but the holder may change, in words."""
        return LockName(self.project, collection=self.collection).guards

    @property
    def holder(self) -> str:
        """Who holds it, and since when."""
        if self.lease is None:
            return "a run that left no record of itself"
        return f"{self.lease.who} since {self.lease.since:%Y-%m-%d %H:%M:%S} UTC"

    @property
    def command(self) -> str:
        """The command that frees it."""
        return f"qschema unlock {self.token}"


def held_locks(client: QdrantClient, project: str) -> tuple[HeldLock, ...]:
    """Return the held locks of a project and of its collections: of each none or one, unless something went wrong."""
    held = sorted(name for name in lock_aliases(client) if name.project == project and name.token)
    return tuple(describe(client, name) for name in held)


def describe(client: QdrantClient, name: LockName) -> HeldLock:
    """Return a held lock with what its holder wrote about itself."""
    try:
        lease = Ledger(client).lease(name.token)
    except (NotFound, Forbidden, LedgerDamagedError):
        lease = None
    return HeldLock(name.project, name.token, lease, name.collection)
