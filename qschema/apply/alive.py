"""Which runs are at work."""

from __future__ import annotations

from collections.abc import Collection

from qschema.apply import lease
from qschema.apply.held_lock import HeldLock, held_locks
from qschema.apply.ledger import Ledger
from qschema.apply.patience import poll
from qschema.client import QdrantClient


def at_work(client: QdrantClient, project: str, runs: Collection[str], *, alone: bool = False) -> dict[str, HeldLock]:
    """Return those runs that are seen to be at work, each with a lock that it has.

    A run that has a lock is looked at until it beats, for a little longer than that takes. This is for people, who want
    to know which run has died; nobody is robbed of a lock by that.

    Args:
        client: The instance.
        project: The project.
        runs: The runs that it may be.
        alone: Whether no other process reaches the instance; see `Lock`.

    Raises:
        QdrantError: The instance can't be read.
    """
    if not runs:
        return {}
    ledger = Ledger(client)
    found = [one for one in held_locks(client, project) if one.lease and one.lease.run in runs]
    alive = [one for one in found if one.token in lease.BEATING]
    still = [] if alone else [one for one in found if one not in alive]

    def all_beat() -> bool:
        for one in tuple(still):
            seen = ledger.lease(one.token)
            if seen is None or seen != one.lease:  # it is done with that, or counts on
                still.remove(one)
                alive.append(one)
        return not still

    if still:
        poll(all_beat, min(lease.LEASE_SECONDS, 1.5 * lease.BEAT_SECONDS))
    return {one.lease.run: one for one in alive if one.lease}
