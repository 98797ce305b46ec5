"""Which saved migrations were carried out on an instance, as its ledger tells."""

from __future__ import annotations

from qschema.apply.ledger import Ledger
from qschema.apply.migration_id import MigrationId
from qschema.apply.records import RunRecord
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound


def migrated(client: QdrantClient, project: str) -> tuple[MigrationId, ...]:
    """Return the migrations whose runs are done and were not taken back, in the order in which they ended.

    A migration stands for those before it too: where a project began to save migrations later than to apply, only the
    first one that was carried out is recorded.

    Returns:
        Nothing if there is no ledger, or if this key may not read it.

    Raises:
        LedgerDamagedError: A record can't be read.
    """
    try:
        records = Ledger(client).read(RunRecord, project)
    except (NotFound, Forbidden):
        return ()
    of_run = {one.run: one.migration for one in records if one.phase == "started" and one.migration}
    done: dict[str, MigrationId] = {}
    for record in records:
        if record.phase == "finished" and record.outcome == "done" and (migration := of_run.get(record.run)):
            done[migration.revision] = migration
        for deed in record.undoes:
            if (undone := of_run.get(deed.partition("/")[0])) is not None:
                done.pop(undone.revision, None)
    return tuple(done.values())
