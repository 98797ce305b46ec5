"""Locks of single collections, for work that takes hours: the rest of the project stays free meanwhile."""

from __future__ import annotations

from typing import ClassVar

from qschema.apply.errors import CollectionLockedError, LockedError
from qschema.apply.held_lock import held_locks
from qschema.apply.lock import Lock
from qschema.apply.lock_name import LockName
from qschema.apply.who import Who
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.planner.steps import RenameCollection


class CollectionLease(Lock):
    """Holds the lock of one collection within a `with` block; see `Lock`.

    It is taken by a run that holds the project's lock, and outlives that: the run gives the project's lock back while
    it works on the collection alone, and takes it again for each moment that concerns others. Because it is taken so,
    whoever holds the project's lock needs to look only once which collections others have to themselves
    (`check_leases`).

    Args:
        client: The instance.
        project: The project.
        collection: The collection's declared name.
        run: The id of the run that wants it.
        timeout: Seconds to wait for another holder.
        who: Who wants it; by default whoever runs this process.
        alone: Whether no other process reaches the instance; see `Lock`.

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
    ) -> None:
        name = LockName(project, collection=collection)
        super().__init__(client, name, run=run, timeout=timeout, who=who, alone=alone)


def check_leases(client: QdrantClient, plan: Plan, *, resumes: str = "") -> None:
    """Make sure that no other run has one of a plan's collections to itself. The project's lock has to be held.

    Args:
        client: The instance.
        plan: The plan.
        resumes: The run that is gone on with. Its collections are part of the plan, and are taken over from it where
            that is gone on with.

    Raises:
        CollectionLockedError: Another run has one.
    """
    touched = collections_of(plan)
    for held in held_locks(client, plan.project):
        ours = held.lease is not None and resumes and held.lease.run == resumes
        if held.collection in touched and not ours:
            raise CollectionLockedError(held)


def collections_of(plan: Plan) -> set[str]:
    """Return the declared names of the collections that the steps of a plan are about."""
    former = {step.before.collection for step in plan.steps if isinstance(step, RenameCollection)}
    return former | {step.address.split("/")[0] for step in plan.steps}
