"""Locks: while a run holds the one of a project, or of a collection, no other run changes what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import ClassVar

from typing_extensions import Self

from qschema.apply.bootstrap import permission
from qschema.apply.errors import LockedError, LockLostError, NotReleasedError
from qschema.apply.guard import make_lock
from qschema.apply.held_lock import describe
from qschema.apply.lease import Heartbeat, LeaseWatch
from qschema.apply.ledger import Ledger
from qschema.apply.lock_alias import give_back, lock_aliases, take, take_over
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.patience import poll
from qschema.apply.records import LeaseRecord
from qschema.apply.who import Who, whoami
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.errors import QschemaError


class Lock:
    """Holds a lock within a `with` block. The ledger has to be there.

    Qdrant can't fence: a request of a holder whose lock was taken away may still land, so a holder calls `check` before
    each thing that it does.

    A holder beats (see `Heartbeat`). One that doesn't any more is believed dead by those who wait, and its lock goes to
    one of them.

    Within the block it may be given back for a while, and taken again; see `qschema.apply.side_by_side`.

    Args:
        client: The instance.
        name: The lock.
        run: The id of the run that wants it.
        timeout: Seconds to wait for another holder.
        who: Who wants it; by default whoever runs this process.
        alone: Whether no other process reaches the instance, because it is an embedded one: then what another process
            holds was left behind by its death.
        check: Is called before each try; what it raises ends the waiting.

    Attributes:
        held: Whether it is held, as far as we know.
        turn: How often it was taken.
        robbed: The run that it was taken from, as that is dead; empty if none.

    Raises:
        LockedError: On entering: somebody else holds it, and the time is up.
        NoPermissionError: On entering: this key may not change aliases.
        GuardError: On entering: the lock has to be made, and the guard for that is out of reach.
    """

    refusal: ClassVar[type[LockedError]] = LockedError

    def __init__(
        self,
        client: QdrantClient,
        name: LockName,
        *,
        run: str,
        timeout: float = 0.0,
        who: Who | None = None,
        alone: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._alone = alone
        self._check = check
        self._run = run
        self._who = who or whoami()
        self._free = name.freed
        self._other = self._free
        self._watch = LeaseWatch()
        self.held = False
        self.turn = 0
        self.robbed = ""

    def __enter__(self) -> Self:
        self.acquire(self._timeout, self._check)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.held:
            self.release(error)

    def acquire(self, timeout: float, check: Callable[[], None]) -> None:
        """Take it, each time under a new token: a request that gives it back may still be on its way.

        Args:
            timeout: Seconds to wait for another holder.
            check: Is called before each try; what it raises ends the waiting.

        Raises:
            LockedError: Somebody else holds it, and the time is up.
        """
        self._name = replace(self._free, token=new_token())
        self._tried = False
        self._lease = LeaseRecord(
            project=self._free.project,
            collection=self._free.collection,
            token=self._name.token,
            who=self._who,
            run=self._run,
        )
        taken = False
        try:
            with permission(f"take the lock of {self._free.guards}, which is an alias (it needs manage access)"):
                taken = poll(partial(self._attempt, check), timeout)
                if not taken:
                    raise self.refusal(describe(self._client, self._other))
        finally:
            if not taken and self._tried:
                with suppress(QdrantError):
                    give_back(self._client, self._name)  # a try without an answer may have been carried out since
                self._forget()
        self._heart = Heartbeat(self._client, self._lease)
        self._heart.start()
        self.held = True
        self.turn += 1

    def release(self, error: BaseException | None = None) -> None:
        """Give it back.

        Args:
            error: What ends the work that it was held for; None if it ended well.

        Raises:
            NotReleasedError: No answer came; an error of ours tells that itself.
        """
        self.held = False
        self._heart.stop()
        try:
            give_back(self._client, self._name)
        except QdrantError as failed:
            if not isinstance(error, QschemaError):
                raise NotReleasedError(self._free.guards, self._name.token, failed.what) from failed
            error.fix += f". The lock could not be given back ({failed.what}): qschema unlock {self._name.token}"
        self._forget()

    def check(self) -> None:
        """Make sure that the lock is still held, and that there is no second one besides.

        Raises:
            LockLostError: It isn't, or there is.
        """
        if self._locks() != {self._name}:
            raise LockLostError(self._free.guards)

    def _attempt(self, check: Callable[[], None]) -> bool:
        """Try to take the lock until it is ours, or is seen in somebody's hands; each loss is somebody else's win."""
        while True:
            check()
            locks = self._locks()
            if self._name in locks:
                return True
            if others := sorted(lock for lock in locks if lock.token):
                self._other = others[0]
                return self._is_dead(self._other) and self._take_over(self._other)
            if not locks:
                make_lock(self._client, self._free)
            self._announce()
            if take(self._client, self._name):
                return True

    def _is_dead(self, other: LockName) -> bool:
        lease = describe(self._client, other).lease
        if self._alone and lease is not None and lease.who.process != self._who.process:
            return True
        return self._watch.stale(other.token, lease)

    def _take_over(self, dead: LockName) -> bool:
        self._announce()
        lease = describe(self._client, dead).lease
        taken = take_over(self._client, dead, self._name)
        if taken:
            self.robbed = lease.run if lease else ""
            with suppress(QdrantError):
                Ledger(self._client).drop_lease(dead.token)
        return taken

    def _announce(self) -> None:
        """Write down who is about to take the lock, so that a held one always says by whom."""
        if not self._tried:
            self._tried = True
            Ledger(self._client).put_lease(self._lease)

    def _locks(self) -> set[LockName]:
        """Return the lock as it is, free or held; there is one of it, unless something went wrong."""
        return {name for name in lock_aliases(self._client) if name.freed == self._free}

    def _forget(self) -> None:
        """Remove the record of this holder; if that fails, what is left behind is a record that nobody asks for."""
        with suppress(QdrantError):
            Ledger(self._client).drop_lease(self._name.token)


class ProjectLock(Lock):
    """Holds the lock of a project within a `with` block; see `Lock`."""

    def __init__(
        self,
        client: QdrantClient,
        project: str,
        *,
        run: str,
        timeout: float = 0.0,
        who: Who | None = None,
        alone: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(client, LockName(project), run=run, timeout=timeout, who=who, alone=alone, check=check)
