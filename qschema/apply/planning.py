"""Making a plan for an instance; nothing is written, and no lock is taken."""

from __future__ import annotations

from collections.abc import Iterable

from qschema.apply.applied import read_applied_records, specs_of
from qschema.apply.filled_by import filled_by
from qschema.apply.identity import identity
from qschema.apply.looking import look_around
from qschema.apply.reindex.holding import held_too_long
from qschema.apply.reindex.thawing import thaws_of
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.planner.refreshing import drift_plan
from qschema.planner.steps import ThawWrites
from qschema.planner.unstaging import with_unstaging
from qschema.schema.snapshots import SnapshotsBefore
from qschema.schema.spec import Schema


def plan_for(
    client: QdrantClient,
    schema: Schema,
    *,
    place: str,
    granted: Iterable[str] = (),
    only: Iterable[str] = (),
    prune: bool = False,
    max_rebuilds: int = 1,
    refresh_only: bool = False,
    snapshots: SnapshotsBefore = "never",
) -> Plan:
    """Compare a declaration with an instance and its ledger, and say what it takes.

    Where there is no ledger, or this key may not read it, nobody knows what was applied before: then nothing is
    removed, and a note in the plan says so.

    Args:
        client: The instance.
        schema: The declaration.
        place: Where the instance is: its URL or its folder. It stands for the instance as long as there is no ledger.
        granted: Addresses whose destruction is allowed; each covers what lies under it.
        only: Addresses that the plan is limited to; none for everything.
        prune: Whether to remove what this project has on the instance and nobody declared or applied.
        max_rebuilds: How many collections may rebuild segments at a time.
        refresh_only: Whether only to tell what somebody changed since the last apply.
        snapshots: Before which steps a snapshot is taken.

    Raises:
        NotVisibleError: The key may not see something that is declared.
        LedgerDamagedError: A record of the ledger can't be read.
        QdrantError: The instance can't be read.
    """
    instance = look_around(client, schema.collections, schema.aliases)
    records, target = read_applied_records(client, schema.project), identity(client, place)
    applied = None if records is None else specs_of(records)
    if refresh_only:
        return drift_plan(schema, instance, applied, target=target)
    plan = make_plan(
        schema,
        instance,
        applied,
        filled=filled_by(client, schema.project, instance, records) if records is not None else {},
        granted=granted,
        target=target,
        only=only,
        prune=prune,
        max_rebuilds=max_rebuilds,
        snapshots=snapshots,
    )
    if applied is None:
        return plan
    plan = with_unstaging(plan, instance)
    thaws = () if any(isinstance(step, ThawWrites) for step in plan.steps) else thaws_of(client, schema, instance)
    notes = held_too_long(client, schema, instance)
    return plan.model_copy(update={"steps": (*plan.steps, *thaws), "notes": (*plan.notes, *notes)})
