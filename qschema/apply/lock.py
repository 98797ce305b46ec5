"""The lock of a project: while a run holds it, no other run changes what belongs to the project."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType

from typing_extensions import Self

from qschema.apply.bootstrap import permission
from qschema.apply.errors import LockedError, LockLostError
from qschema.apply.guard import make_lock
from qschema.apply.held_lock import describe
from qschema.apply.ledger import Ledger
from qschema.apply.lock_alias import give_back, lock_aliases, remove, take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.patience import poll
from qschema.apply.records import LeaseRecord
from qschema.apply.who import Who, whoami
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.errors import QschemaError


class ProjectLock:
    """Holds the lock of a project within a `with` block. The ledger has to be there.

    Qdrant can't fence: a request of a holder whose lock was taken away may still land, so a holder calls `check` before
    each thing that it does.

    Args:
        client: The instance.
        project: The project.
        run: The id of the run that wants it.
        timeout: Seconds to wait for another holder.
        who: Who wants it; by default whoever runs this process.

    Raises:
        LockedError: On entering: somebody else holds it, and the time is up.
        NoPermissionError: On entering: this key may not change aliases.
        GuardError: On entering: the project has no lock yet, and the guard for making one is out of reach.
    """

    def __init__(
        self, client: QdrantClient, project: str, *, run: str, timeout: float = 0.0, who: Who | None = None
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._name = LockName(project, new_token())
        self._lease = LeaseRecord(project=project, token=self._name.token, who=who or whoami(), run=run)

    def __enter__(self) -> Self:
        taken = False
        try:
            with permission("take the project's lock, which is an alias (it needs manage access)"):
                taken = poll(self._attempt, self._timeout)
        finally:
            if not taken:
                self._forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            give_back(self._client, self._name)
        except QdrantError as failed:
            if not isinstance(error, QschemaError):
                raise
            error.fix += f". The lock could not be given back ({failed.what}): qschema unlock {self._name.token}"
        self._forget()

    def check(self) -> None:
        """Make sure that the lock is still held, and by nobody else besides.

        Raises:
            LockLostError: It isn't.
        """
        if self._holders() != {self._name}:
            raise LockLostError(self._name.project)

    def _attempt(self) -> bool:
        """Try to take the lock until it is ours, or is seen in somebody's hands; each loss is somebody else's win."""
