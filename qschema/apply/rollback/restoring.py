"""Making the plan that brings a collection back from a snapshot that somebody names."""

from __future__ import annotations

from collections.abc import Iterable

from qschema.apply.applied import read_applied
from qschema.apply.identity import identity
from qschema.apply.ledger import Ledger
from qschema.apply.looking import look_around
from qschema.apply.records import AppliedRecord, RunRecord, StepRecord
from qschema.apply.rollback.because import because
from qschema.apply.rollback.deeds import Deeds
from qschema.apply.rollback.losses import lost_since
from qschema.apply.rollback.returning import aliases_then, return_of
from qschema.apply.snapshots.catalogue import snapshot_named
from qschema.client import QdrantClient
from qschema.planner.plan import Plan, fingerprint
from qschema.planner.planner import live_fingerprint
from qschema.planner.snapshots import with_snapshots
from qschema.planner.steps import AnyStep, RestoreCollection
from qschema.schema.snapshots import SnapshotsBefore


def plan_restore(
    client: QdrantClient,
    project: str,
    wanted: str,
    *,
    place: str,
    granted: Iterable[str] = (),
    snapshots: SnapshotsBefore = "never",
) -> Plan:
    """Make the plan that brings a collection back from a snapshot.

    Args:
        client: The instance.
        project: The project.
        wanted: The snapshot's id, or how it begins.
        place: Where the instance is.
        granted: Addresses whose destruction is allowed: the collection's, if it is there.
        snapshots: Before which steps a snapshot is taken.

    Raises:
        NoSuchSnapshotError: There is none, or more than one.
        QdrantError: The instance can't be read.
    """
    record = snapshot_named(client, project, wanted)
    ledger = Ledger(client)
    collections, aliases = (record.declared,), tuple(sorted(aliases_then(record)))
    instance = look_around(client, collections, aliases)
    runs = ledger.read(RunRecord, project)
    ended = {run.run for run in runs if run.outcome == "done"}
    begun = (one.step for one in Deeds.of(runs, ledger.read(StepRecord, project)).all if one.run not in ended)
    tried = [step for step in begun if isinstance(step, RestoreCollection) and step.snapshot == record.snapshot]
    back = return_of(record, instance, tried=tried)
    why = f"restores the snapshot {record.snapshot[:8]}"
    steps: list[AnyStep] = [because(step, why) for step in back.steps]
    applied = read_applied(client, project) or {}
    earlier = [
        one.spec
        for one in ledger.read(AppliedRecord, project)
        if one.collection == record.declared and one.seq < record.seq
    ]
    return Plan(
        project=project,
        target=identity(client, place),
        server=instance.version,
        collections=collections,
        aliases=aliases,
        declared="",
        applied=fingerprint(applied),
        live=live_fingerprint(project, collections, aliases, instance),
        granted=tuple(granted),
        changes=tuple(change for step in steps for change in step.causes),
        steps=tuple(with_snapshots(steps, snapshots)),
        records={record.declared: earlier[-1]} if earlier and earlier[-1] != applied.get(record.declared) else {},
        notes=(lost_since(client, back.current.name, record),) if back.current else (),
    )
