"""Locks of single collections, for work that takes hours: nobody else writes to the same collection meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from qschema.apply.errors import CollectionLockedError, LockedError
from qschema.apply.lock import Lock
from qschema.apply.lock_name import LockName
from qschema.apply.who import Who
from qschema.client import QdrantClient

NOBODY = "_"
"""Whose the collections are that no project has marked; no project is called so."""


class CollectionLease(Lock):
    """Holds the lock of one collection within a `with` block; see `Lock`.

    A run has it, in place of the project's lock, while it copies, fills or verifies a collection, and beside that lock
    before and after; `qschema copy` has that of the collection that it writes to, and no other lock.

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
