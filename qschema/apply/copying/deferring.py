"""Deferring the indexing of a collection while it is filled, and restoring it whatever happens.

What it was like is in the ledger before it is changed: whoever goes on with a copy that was killed, or gives it up,
restores that, not what the collection shows by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from qschema.apply.copying.journal import CopyJournal
from qschema.apply.failpoints import reached
from qschema.apply.patience import poll
from qschema.client import QdrantClient, models
from qschema.client.errors import NotFound

_NEVER = 0
"""An `indexing_threshold` of 0 means that nothing is indexed (Qdrant 1.19.0, docs of the optimizer)."""

_USUAL = 10_000
"""What a server takes where none was ever said (1.15 and later)."""

_SECONDS = 60.0
"""How long to try to restore it when the server doesn't answer."""


@contextmanager
def deferred_indexing(client: QdrantClient, collection: str, journal: CopyJournal) -> Iterator[None]:
    """Have nothing indexed within a `with` block; a collection that is never indexed stays as it is."""
    if journal.deferred() is None:
        before = _threshold(client, collection)
        if before == _NEVER:
            yield
            return
        journal.note("deferring", {"indexing_threshold": before})
    reached("copy", "after-deferring-image")
    _set(client, collection, _NEVER)
    reached("copy", "after-deferring")
    try:
        yield
    finally:
        restore_indexing(client, collection, journal)


def restore_indexing(client: QdrantClient, collection: str, journal: CopyJournal) -> None:
    """Have a collection indexed as before a copy deferred that; where it isn't deferred, nothing happens."""
    before = journal.deferred()
    if before is None:
        return
    reached("copy", "before-restoring")
    with suppress(NotFound):  # the collection is gone, and with it its indexing
        poll(lambda: _set(client, collection, before["indexing_threshold"]), _SECONDS)
    reached("copy", "after-restoring")
    journal.note("restored")


def _threshold(client: QdrantClient, collection: str) -> int:
    """Return the threshold in kilobytes."""
    threshold = client.get_collection(collection).config.optimizer_config.indexing_threshold
    return _USUAL if threshold is None else threshold


def _set(client: QdrantClient, collection: str, threshold: int) -> bool:
    return client.update_collection(
        collection, optimizers_config=models.OptimizersConfigDiff(indexing_threshold=threshold)
    )
