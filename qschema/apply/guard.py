"""The guard: the lock under which the locks of projects and collections are made."""

from __future__ import annotations

from qschema.apply.errors import GuardError
from qschema.apply.lock_alias import create, give_back, lock_aliases, take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.patience import UNANSWERED, poll
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError

_PATIENCE_SECONDS = 30.0
"""How long the guard may be out of reach; whoever holds it does so for a few calls."""


def make_lock(client: QdrantClient, free: LockName) -> None:
    """Make a lock that isn't there, neither free nor held.

    To look whether there is one and then to create it isn't safe by itself, because creating succeeds whoever holds the
    lock (measured on Qdrant 1.16.3 and 1.19.0: two holders in most races); under the guard it is. The guard is given
    back in all cases but one: while nobody knows whether the lock is still going to be made, nobody else may make it.

    Raises:
        GuardError: The guard is missing, or nobody gave it back, or it had to be kept.
    """
    held = LockName(token=new_token())
    making = False
    try:
        if _take(client, held, free):
            making = True
            create(client, free)
            making = False
    except UNANSWERED as error:
        if making:
            raise GuardError(f"nobody knows whether the lock of {free.guards} was made: {error.what}") from error
        raise
    except QdrantError:
        making = False
        raise
    finally:
        if not making or _is_there(client, free):
            give_back(client, held)


def _take(client: QdrantClient, held: LockName, free: LockName) -> bool:
    """Take the guard, and tell whether the lock still has to be made; somebody else may make it meanwhile.

    Many may make their locks at once, so whoever waits gives up only if the guard is in the same hands all the time.

    Raises:
        GuardError: The guard is out of reach.
    """

    def look() -> str:
        if _is_there(client, free):
            return "made"
        return "ours" if take(client, held) else ""

    holders = _holders(client)
    while not (seen := poll(look, _PATIENCE_SECONDS)):
        before, holders = holders, _holders(client)
        if holders == before:
            raise GuardError(_reason(client))
    return seen == "ours" and not _is_there(client, free)


def _holders(client: QdrantClient) -> set[LockName]:
    return {name for name in lock_aliases(client) if name.freed == LockName()}


def _is_there(client: QdrantClient, free: LockName) -> bool:
    return any(name.freed == free for name in lock_aliases(client))


def _reason(client: QdrantClient) -> str:
    if _is_there(client, LockName()):
        return "a run took the guard of the ledger and never gave it back"
    return "the ledger has lost its guard, the alias _qschema.lock.free"
