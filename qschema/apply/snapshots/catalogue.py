"""The snapshots that the ledger knows."""

from __future__ import annotations

from qschema.apply.ledger import Ledger
from qschema.apply.records import SnapshotRecord
from qschema.apply.snapshots.errors import NoSuchSnapshotError
from qschema.client import QdrantClient
from qschema.client.errors import NotFound


def snapshots_of(client: QdrantClient, project: str) -> tuple[SnapshotRecord, ...]:
    """Return a project's snapshots that were not removed, the oldest first; none if there is no ledger.

    Raises:
        LedgerDamagedError: A record can't be read.
    """
    try:
        records = Ledger(client).read(SnapshotRecord, project)
    except NotFound:
        return ()
    last = {record.snapshot: record for record in records}  # each where its first record stands
    return tuple(record for record in last.values() if record.phase == "taken")


def snapshot_named(client: QdrantClient, project: str, wanted: str) -> SnapshotRecord:
    """Return the snapshot whose id begins as wanted.

    Raises:
        NoSuchSnapshotError: There is none, or more than one.
    """
    found = [one for one in snapshots_of(client, project) if one.snapshot.startswith(wanted)]
    if len(found) != 1:
        raise NoSuchSnapshotError(wanted, len(found))
    return found[0]
