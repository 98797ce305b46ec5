"""Which saved migrations were carried out on an instance, as its ledger tells."""

from __future__ import annotations

from typing import NamedTuple

from qschema.apply.ledger import Ledger
from qschema.apply.migration_id import MigrationId
from qschema.apply.records import RunRecord
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound


class Migrated(NamedTuple):
    """The saved migrations that an instance has to do with.

    Attributes:
        done: Those whose runs are done and were not taken back, in the order in which they ended. One stands for those
            that it builds on too: where a project began to apply before it saved migrations, only one is recorded.
        underway: The one whose run came last and did not end well; None if there is none.
    """

    done: tuple[MigrationId, ...] = ()
    underway: MigrationId | None = None


def migrated(client: QdrantClient, project: str) -> Migrated:
    """Return the migrations that an instance has had; none if there is no ledger, or if this key may not read it.

    Raises:
        LedgerDamagedError: A record can't be read.
    """
    try:
        records = Ledger(client).read(RunRecord, project)
    except (NotFound, Forbidden):
        return Migrated()
    of_run = {one.run: one.migration for one in records if one.phase == "started" and one.migration}
    done: dict[str, MigrationId] = {}
    underway: MigrationId | None = None
    for record in records:
        migration = of_run.get(record.run)
        if record.phase == "started":
            underway = migration
            for undone in filter(None, (of_run.get(deed.partition("/")[0]) for deed in record.undoes)):
                done.pop(undone.revision, None)
        elif record.outcome == "done" and migration:
            done[migration.revision] = migration
            underway = None
    return Migrated(tuple(done.values()), underway)
