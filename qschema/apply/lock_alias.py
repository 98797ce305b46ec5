"""What is done to the aliases that are locks: each a single action, because only a single one is atomic.

Renaming is the compare-and-set: of all who rename `free` at once one gets a 200 and the others a 404
(measured on Qdrant 1.16.3 and 1.19.0, one node and two). Creating is not: it succeeds whoever holds the lock.
"""

from __future__ import annotations

from qschema.apply.lock_name import LEDGER, LockName
from qschema.apply.patience import UNANSWERED, poll
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import NotFound

_TRUTH_SECONDS = 5.0


def lock_aliases(client: QdrantClient) -> set[LockName]:
    """Return all locks there are, free or held."""
    aliases = client.get_aliases().aliases
    return {name for alias in aliases if (name := LockName.parse(alias.alias_name))}


def take(client: QdrantClient, held: LockName) -> bool:
    """Rename a free lock to a held one; tell whether it is ours now.

    Whoever tries again keeps the token: an earlier try whose answer never came may have been carried out since.
    """
    return take_over(client, held.freed, held)


def take_over(client: QdrantClient, old: LockName, held: LockName) -> bool:
    """Rename a lock to one that we hold: a free one, or one whose holder is dead. Of all who try it one succeeds."""
    try:
        _rename(client, old, held)
    except (NotFound, *UNANSWERED):
        return held in _truth(client)
    return True


def give_back(client: QdrantClient, held: LockName) -> bool:
    """Rename a held lock to a free one; false if it is no longer held by that token, for example after an earlier try.

    Raises:
        QdrantError: No answer came, to this and to several more tries; it may still be held.
    """

    def renamed() -> str:
        try:
            _rename(client, held, held.freed)
        except NotFound:
            return "gone"
        return "renamed"

    return poll(renamed, _TRUTH_SECONDS) == "renamed"


def create(client: QdrantClient, lock: LockName) -> None:
    """Create a free lock. Only whoever holds the guard, or has just created the ledger, may do that.

    It is never tried twice: the first try, if it was carried out after all, may be in somebody's hands by now.

    Raises:
        QdrantError: It isn't there; if no answer came, it may still come to be.
    """
    alias = models.CreateAlias(collection_name=LEDGER, alias_name=str(lock))
    try:
        _send(client, models.CreateAliasOperation(create_alias=alias))
    except UNANSWERED:
        if not any(name.freed == lock for name in _truth(client)):
            raise


def remove(client: QdrantClient, lock: LockName) -> None:
    """Delete a lock."""
    _send(client, models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=str(lock))))


def _rename(client: QdrantClient, old: LockName, new: LockName) -> None:
    names = models.RenameAlias(old_alias_name=str(old), new_alias_name=str(new))
    _send(client, models.RenameAliasOperation(rename_alias=names))


def _send(client: QdrantClient, action: models.AliasOperations) -> None:
    client.send(requests.UpdateAliases(models.ChangeAliasesOperation(actions=[action])))


def _truth(client: QdrantClient) -> set[LockName]:
    """Read the locks, after an answer that never came too."""
    return poll(lambda: lock_aliases(client), _TRUTH_SECONDS)
