"""What `qschema unlock` does: freeing a lock whose holder is dead, and mending what a killed run left half made."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

from qschema.apply.bootstrap import check_format, created_as, furnish, permission
from qschema.apply.errors import NoSuchLockError
from qschema.apply.held_lock import HeldLock, held_locks
from qschema.apply.ledger import Ledger
from qschema.apply.live_writes.freezing import lift_freezes
from qschema.apply.lock_alias import give_back, lock_aliases, remove
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError

__all__ = ["HeldLock", "held_locks", "release_held", "repair"]


def release_held(client: QdrantClient, project: str, token: str) -> None:
    """Free the lock that a token holds: a project's, or that of one of its collections.

    Raises:
        NoSuchLockError: That token holds no lock of the project.
        NoPermissionError: This key may not change aliases.
    """
    with permission("change aliases"):
        locks = lock_aliases(client)
        held = next((name for name in locks if (name.project, name.token) == (project, token)), None)
        if held is None:
            raise NoSuchLockError(project, token)
        if any(name.freed == held.freed for name in locks - {held}):
            remove(client, held)  # renaming it would free the lock that somebody else holds
        elif not give_back(client, held):
            raise NoSuchLockError(project, token)
    with suppress(QdrantError):  # what is left behind is one record that nobody asks for
        Ledger(client).drop_lease(token)


def repair(client: QdrantClient) -> tuple[str, ...]:
    """Mend what a killed run left: a ledger without its guard, or half made, and collections that are closed to writes.

    No run may be at work meanwhile.

    Returns:
        What was done, in sentences; empty if there was nothing to do.

    Raises:
        NoPermissionError: This key may not change aliases.
        NewerLedgerError: The ledger belongs to a newer version.
    """
    with permission("mend the ledger"):
        ledger_id = created_as(client)
        if ledger_id is None:
            return ()
        meta = Ledger(client).meta()
        if meta is not None:
            check_format(meta)
        guards = {name for name in lock_aliases(client) if not name.project}
        done = []
        if meta is None or not guards:
            furnish(client, ledger_id or str(uuid4()))
            done.append("The ledger was completed, and its guard was made.")
        given_back = [guard for guard in guards if guard.token and give_back(client, guard)]
        if given_back:
            done.append("The guard that a run had never given back is free again.")
        done += [f"{name}, which a run had closed to writes, is open again." for name in lift_freezes(client)]
        return tuple(done)
