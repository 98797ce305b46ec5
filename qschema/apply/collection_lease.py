"""Locks of single collections, for work that takes hours: nobody else writes to the same collection meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from qschema.apply.errors import CollectionLockedError, LockedError, NoSuchLockError
from qschema.apply.held_lock import HeldLock, held_locks
from qschema.apply.ledger import Ledger
from qschema.apply.lock import Lock
from qschema.apply.lock_name import LockName
from qschema.apply.records import RunRecord
from qschema.apply.unlock import release_held
from qschema.apply.who import Who
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.planner.steps import RenameCollection

NOBODY = "_"
"""Whose the collections are that no project has marked; no project is called so."""


class CollectionLease(Lock):
    """Holds the lock of one collection within a `with` block; see `Lock`.

    A run has it, beside the project's lock, while it copies, fills or verifies a collection; `qschema copy` has that of
    the collection that it writes to, and no other lock.

    Args:
        client: The instance.
        project: The project; `NOBODY` for a collection without a mark.
        collection: The collection's declared name.
        run: The id of the run that wants it; empty if no run does.
        timeout: Seconds to wait for another holder.
        who: Who wants it; by default whoever runs this process.
        alone: Whether no other process reaches the instance; see `Lock`.
        check: Is called before each try; what it raises ends the waiting.

    Raises:
        CollectionLockedError: On entering: another run has it, and the time is up.
    """

    refusal: ClassVar[type[LockedError]] = CollectionLockedError

    def __init__(
        self,
        client: QdrantClient,
        project: str,
        collection: str,
        *,
        run: str,
        timeout: float = 0.0,
        who: Who | None = None,
        alone: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        name = LockName(project, collection=collection)
        super().__init__(client, name, run=run, timeout=timeout, who=who, alone=alone, check=check)


LeaseFor = Callable[..., CollectionLease]
"""Makes the lease that a run wants, of a project and a declared name; see `CollectionLease`."""


def check_leases(client: QdrantClient, plan: Plan, lease_for: LeaseFor) -> None:
    """Make sure that nobody else has one of a plan's collections to itself. The project's lock has to be held.

    A run that has a lease holds the project's lock, too. So a run that has one while we hold that lock is dead, and its
    lease is freed. Others are waited for, as for any lock.

    Args:
        client: The instance.
        plan: The plan.
        lease_for: Makes a lease of ours.

    Raises:
        CollectionLockedError: Somebody has one, and the time is up.
    """
    touched = collections_of(plan)
    held = [one for owner in (plan.project, NOBODY) for one in held_locks(client, owner) if one.collection in touched]
    for one in held:
        if _is_of_dead_run(client, one):
            with suppress(NoSuchLockError):  # somebody freed it by hand
                release_held(client, one.project, one.token)
        else:
            with lease_for(one.project, one.collection):
                pass


def _is_of_dead_run(client: QdrantClient, held: HeldLock) -> bool:
    run = held.lease and held.lease.run
    return bool(run and Ledger(client).read(RunRecord, held.project, run=run))


def collections_of(plan: Plan) -> set[str]:
    """Return the declared names of the collections that the steps of a plan are about."""
    former = {step.before.collection for step in plan.steps if isinstance(step, RenameCollection)}
    return former | {step.address.split("/")[0] for step in plan.steps}
