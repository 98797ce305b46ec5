"""The snapshot that was taken before a write freeze, for a run that goes on within it."""

from __future__ import annotations

from qschema.apply.freezes import left_closed
from qschema.apply.records import SnapshotRecord
from qschema.apply.reindex.mirrors import standing_name
from qschema.apply.snapshots.catalogue import snapshots_of
from qschema.client import QdrantClient


def taken_before_freeze(client: QdrantClient, project: str, collection: str) -> SnapshotRecord | None:
    """Return the last snapshot that a run took of a collection which is closed to writes; None if it isn't.

    One that is taken now would come back closed.

    Raises:
        QdrantError: The ledger can't be read.
    """
    if not {collection, standing_name(collection)} & {one.collection for one in left_closed(client, project)}:
        return None
    taken = [one for one in snapshots_of(client, project) if one.collection == collection and one.run]
    return max(taken, key=lambda one: one.seq, default=None)
