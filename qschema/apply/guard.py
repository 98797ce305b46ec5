"""The guard: the lock under which the locks of projects are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qschema.apply.errors import GuardError
from qschema.apply.lock_alias import create, give_back, lock_aliases, take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.patience import poll
from qschema.client import QdrantClient

_PATIENCE_SECONDS = 10.0
"""How long the guard may be out of reach; whoever holds it does so for a few calls."""


def make_lock(client: QdrantClient, project: str) -> None:
    """Make the free lock of a project that has none.

    To look whether there is one and then to create it isn't safe by itself, because creating succeeds whoever holds the
    lock (measured: two holders in most races); under the guard it is.

    Raises:
        GuardError: The guard is missing, or nobody gave it back.
    """
    with _guard(client):
        if not any(name.project == project for name in lock_aliases(client)):
            create(client, LockName(project))


@contextmanager
def _guard(client: QdrantClient) -> Iterator[None]:
    held = LockName(token=new_token())
    if not poll(lambda: take(client, held), _PATIENCE_SECONDS):
        is_held = any(not name.project for name in lock_aliases(client))
        raise GuardError("a run took the guard of the ledger and never gave it back" if is_held else MISSING_GUARD)
    try:
        yield
    finally:
        give_back(client, held)


MISSING_GUARD = "the ledger has lost its guard, the alias _qschema.lock.free"
