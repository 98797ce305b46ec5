"""Runs of one project side by side: one does what takes hours without the project's lock, others have it meanwhile.

What holds, and why nobody waits for ever:

* Whoever has the project's lock may change all of it, but for what runs are about that are at work elsewhere. Such a
  run has the lease of the collection that it works on; what else it is about is said by its plan, in the ledger. It
  takes the lease while it has the lock, gives the lock back, takes it again, and only then gives the lease back. So
  whoever has the lock sees by the leases who else is at work, and nobody comes to be so behind its back.
* A run that has a lease waits for the lock for as long as it takes. So nobody who has the lock may wait for the lease
  of a run. That could only be at a run's beginning: then it finds out who is in its way, gives the lock back, and waits
  without it. Once it has begun, no other run gets what its plan is about. A lease that `qschema copy` has may be waited
  for with the lock: a copy never wants that.
* A run that was killed has its lease until somebody who waits sees that its count stands still (`qschema.apply.lease`),
  or knows better: the ledger says that it has ended, or its project's lock was taken over just now.
* Within a write freeze, and while writers are handed over, the lock is kept: others may open what they find closed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace

from qschema.apply.about import names_in
from qschema.apply.collection_lease import NOBODY, CollectionLease
from qschema.apply.errors import ApplyError, CollectionLockedError, LockedError, NoSuchLockError
from qschema.apply.held_lock import HeldLock, held_locks
from qschema.apply.journal import Begun
from qschema.apply.lease import LeaseWatch
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.patience import UNANSWERED, poll
from qschema.apply.records import RunRecord
from qschema.apply.unlock import release_held
from qschema.apply.who import Who
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.planner.plan import Plan

Apart = Callable[[], AbstractContextManager[None]]
"""Gives the project's lock back within a `with` block."""

TURN_SECONDS = 60.0
"""After how long it is asked whether the instance can still be reached, while the lock is waited for."""

LAST_SECONDS = 10.0
"""How long a run waits for the lock that fails, or is stopped, only to write down how it ended."""


@contextmanager
def given_back(lock: ProjectLock, check: Callable[[], None]) -> Iterator[None]:
    """Give the project's lock back within a `with` block, and take it again at its end, however long that takes.

    If the block raises something, or the waiting, the lock may not be held afterwards.

    Args:
        lock: The project's lock, held.
        check: Is called while it is waited for; what it raises ends that.

    Raises:
        NotReleasedError: On entering: it could not be given back.
        QdrantError: On leaving: the instance can't be reached.
    """
    lock.release()
    try:
        yield
    except BaseException:
        with suppress(ApplyError, QdrantError):
            lock.acquire(LAST_SECONDS, lambda: None)
        raise
    with suppress(LockedError, *UNANSWERED):
        lock.acquire(0.0, lambda: None)  # whoever is told to stop by now writes down what is done, if nobody is here
    while not lock.held:
        with suppress(LockedError):
            lock.acquire(TURN_SECONDS, check)


@dataclass(frozen=True)
class Leased:
    """What a run holds that has a collection to itself.

    Attributes:
        lock: The project's lock.
        lease: The collection's.
        stop_if_wanted: Stops the run if it is told to.
    """

    lock: ProjectLock
    lease: CollectionLease
    stop_if_wanted: Callable[[], None]

    def check(self) -> None:
        """Make sure that this run may still change the collection."""
        if self.lock.held:
            self.lock.check()
        self.lease.check()
        self.stop_if_wanted()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Give the project's lock back within a `with` block; see `given_back`."""
        with given_back(self.lock, self.check):
            yield
        self.lease.check()


class Others:
    """The runs and copies that are at work on something that a plan is about.

    Args:
        client: The instance.
        plan: The plan.
        begun: Where its run comes from.
        lock: The project's lock.
        who: Who carries it out.
        alone: Whether no other process reaches the instance; see `Lock`.
    """

    def __init__(
        self, client: QdrantClient, plan: Plan, begun: Begun, lock: ProjectLock, *, who: Who, alone: bool
    ) -> None:
        self._client = client
        self._project = plan.project
        self._names = names_in(plan.model_dump(mode="json"))
        self._migrates = begun.migration is not None
        self._lock = lock
        self._who = who
        self._alone = alone
        self._watch = LeaseWatch()

    def keep_clear(self, timeout: float, check: Callable[[], None]) -> None:
        """Wait until nobody is in the way. The project's lock has to be held; it is given back meanwhile.

        Args:
            timeout: Seconds to wait.
            check: Is called while waiting; what it raises ends that.

        Raises:
            CollectionLockedError: Somebody still is when the time is up.
            LockedError: Another run has taken the lock meanwhile, and still has it when the time is up.
        """
        end = time.monotonic() + timeout

        def gone() -> bool:
            check()
            return self._in_the_way() is None

        while other := self._in_the_way():
            if time.monotonic() >= end:
                raise CollectionLockedError(other)
            self._lock.release()
            poll(gone, end - time.monotonic())
            self._lock.acquire(max(end - time.monotonic(), 0.0), check)

    def _in_the_way(self) -> HeldLock | None:
        """Return a lease that is in the way, as one of what both are about; those of the dead are freed."""
        for one in (*held_locks(self._client, self._project), *held_locks(self._client, NOBODY)):
            if not one.collection:
                continue
            records = self._records(one)
            if not (shared := self._shared(one, records)):
                continue
            if not self._is_dead(one, records):
                return replace(one, collection=shared)
            with suppress(NoSuchLockError):  # somebody else freed it
                release_held(self._client, one.project, one.token)
        return None

    def _records(self, held: HeldLock) -> list[RunRecord]:
        """Return how the run of a lease began, and how it ended if it did; nothing for a copy that is no run."""
        run = held.lease and held.lease.run
        return Ledger(self._client).read(RunRecord, held.project, run=run) if run else []

    def _shared(self, held: HeldLock, records: list[RunRecord]) -> str:
        """Return a name that both are about; empty if there is none. Migrations never run side by side."""
        begun = next((record for record in records if record.phase == "started"), None)
        if begun is not None and (begun.body is None or (self._migrates and begun.migration)):
            return held.collection
        theirs = {held.collection} | (names_in(begun.body) if begun and begun.body else set())
        return min(self._names & theirs, key=lambda name: (name != held.collection, name), default="")

    def _is_dead(self, held: HeldLock, records: list[RunRecord]) -> bool:
        lease = held.lease
        if lease is not None and lease.run and lease.run == self._lock.robbed:
            return True
        if self._alone and lease is not None and lease.who.process != self._who.process:
            return True
        return any(record.phase == "finished" for record in records) or self._watch.stale(held.token, lease)
