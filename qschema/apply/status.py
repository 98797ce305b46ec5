"""How an instance stands to a declaration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qschema.apply.applied import read_applied_records, specs_of
from qschema.apply.filled_by import filled_by
from qschema.apply.held_lock import HeldLock, held_locks
from qschema.apply.identity import identity, shown
from qschema.apply.looking import look_around
from qschema.apply.migrated import migrated
from qschema.apply.migration_id import MigrationId
from qschema.apply.records import AppliedRecord
from qschema.client import QdrantClient
from qschema.planner.names import by_declared_name
from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.schema.live import LiveCollection, LiveInstance
from qschema.schema.spec import Schema


@dataclass(frozen=True)
class CollectionStatus:
    """How a collection stands.

    Attributes:
        name: Its declared name.
        physical: Its own name on the instance; None if it isn't there.
        declared: Whether it is declared.
        owner: The project whose mark it carries; None if nobody has marked it.
        points: How many points it holds, approximately.
        health: `green`, `yellow`, `grey` or `red`; None if it isn't there.
        differences: How many things differ from the declaration.
        applied: When its declaration was applied last; None if it never was, or if nobody knows.
    """

    name: str
    physical: str | None
    declared: bool
    owner: str | None
    points: int | None
    health: str | None
    differences: int
    applied: datetime | None


@dataclass(frozen=True)
class Status:
    """How an instance stands.

    Attributes:
        project: The project.
        place: Where the instance is.
        target: What tells the instance from others: the id of its ledger, else its place.
        version: The version that it reports.
        ledger: Whether there is a ledger that can be read.
        collections: The project's collections, declared or still there, by name.
        locks: Who holds the project's lock, and who has one of its collections to itself.
        plan: What it takes to bring the instance to the declaration.
        migrations: The saved migrations that it has had, as the ledger tells.
    """

    project: str
    place: str
    target: str
    version: str
    ledger: bool
    collections: tuple[CollectionStatus, ...]
    locks: tuple[HeldLock, ...]
    plan: Plan
    migrations: tuple[MigrationId, ...] = ()

    @property
    def drift(self) -> int:
        """How many things differ in all."""
        return len(self.plan.changes)

    def as_json(self) -> dict[str, Any]:
        """Return the status as a JSON object."""
        return {
            "project": self.project,
            "place": self.place,
            "target": self.target,
            "version": self.version,
            "ledger": self.ledger,
            "drift": self.drift,
            "collections": [
                {**vars(one), "applied": one.applied.isoformat() if one.applied else None} for one in self.collections
            ],
            "locks": [{"id": lock.token, "holder": lock.holder, "collection": lock.collection} for lock in self.locks],
            "migrations": [one.model_dump() for one in self.migrations],
            "unmanaged": list(self.plan.unmanaged),
            "notes": list(self.plan.notes),
        }


def status(client: QdrantClient, schema: Schema, *, place: str) -> Status:
    """Look how an instance stands to a declaration. Nothing is written; a key that only reads is enough.

    Args:
        client: The instance.
        schema: The declaration.
        place: Where the instance is: its URL or its folder.

    Raises:
        NotVisibleError: The key may not see something that is declared.
        LedgerDamagedError: A record of the ledger can't be read.
    """
    instance = look_around(client, schema.collections, schema.aliases)
    records = read_applied_records(client, schema.project)
    applied = None if records is None else specs_of(records)
    target = identity(client, place)
    filled = filled_by(client, schema.project, instance, records) if records is not None else {}
    plan = make_plan(schema, instance, applied, filled=filled, target=target)
    return Status(
        project=schema.project,
        place=shown(place),
        target=target,
        version=instance.version,
        ledger=records is not None,
        collections=tuple(_collections(schema, instance, plan, records or {})),
        locks=held_locks(client, schema.project),
        plan=plan,
        migrations=migrated(client, schema.project).done,
    )


def _collections(
    schema: Schema, instance: LiveInstance, plan: Plan, records: dict[str, AppliedRecord]
) -> Iterator[CollectionStatus]:
    owned = by_declared_name(schema.project, instance)
    for name in sorted({*schema.collections, *owned}):
        live: LiveCollection | None = owned.get(name) or instance.collections.get(name)
        record = records.get(name)
        yield CollectionStatus(
            name=name,
            physical=live.name if live else None,
            declared=name in schema.collections,
            owner=live.mark.project if live and live.mark else None,
            points=live.points if live else None,
            health=live.status if live else None,
            differences=sum(change.address.split("/")[0] == name for change in plan.changes),
            applied=record.at if record and record.spec is not None else None,
        )
