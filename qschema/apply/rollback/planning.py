"""Making the plan that takes back what runs have done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from qschema.apply.alive import at_work
from qschema.apply.applied import read_applied
from qschema.apply.errors import NothingToRollBackError
from qschema.apply.identity import identity
from qschema.apply.ledger import Ledger
from qschema.apply.looking import look_around
from qschema.apply.records import AppliedRecord, RunRecord, SnapshotRecord, StepRecord
from qschema.apply.rollback.deeds import Chosen, Deed, Deeds
from qschema.apply.rollback.losses import lost_since
from qschema.apply.rollback.work import Work
from qschema.apply.stepping import declared_name
from qschema.client import QdrantClient
from qschema.client.errors import NotFound
from qschema.planner.plan import Plan, covered, fingerprint
from qschema.planner.planner import live_fingerprint
from qschema.planner.snapshots import with_snapshots
from qschema.planner.steps import CopyPoints, DeleteCollection, RestoreCollection
from qschema.schema.snapshots import SnapshotsBefore


@dataclass(frozen=True)
class Rollback:
    """What takes back what runs have done.

    Attributes:
        plan: The plan; its steps are the inverse ones.
        undoes: For each of its steps, what it takes back, as the ledger calls it; then what is to be taken back and
            needs no step, because it has no effect any more.
    """

    plan: Plan
    undoes: tuple[str, ...]


def plan_rollback(
    client: QdrantClient,
    project: str,
    *,
    place: str,
    run: str = "",
    steps: int | None = None,
    granted: Iterable[str] = (),
    snapshots: SnapshotsBefore = "never",
    alone: bool = False,
) -> Rollback:
    """Make the plan that takes back a run, or some last steps.

    A step is taken back by its inverse, the last one first. One that nobody knows to be done is only taken back if the
    instance shows its effect. One whose effect is gone, because somebody changed the same thing since, makes the plan
    impossible, as does one that nothing brings back.

    Args:
        client: The instance.
        project: The project.
        place: Where the instance is.
        run: The run's id, or how it begins; empty for the last one that ended, did something and took nothing back.
        steps: How many steps to take back, across runs, instead of a run.
        granted: Addresses whose destruction is allowed. One that was created needs none if it is empty,
            or a copy of what serves again.
        snapshots: Before which steps a snapshot is taken.
        alone: Whether no other process reaches the instance; see `at_work`.

    Raises:
        NoSuchRunError: There is no such run.
        LockedError: It is still at work.
        NothingToRollBackError: There is nothing to take back.
        QdrantError: The instance can't be read.
    """
    ledger = Ledger(client)
    try:
        runs = ledger.read(RunRecord, project)
        open_ends = {one.run for one in runs} - {one.run for one in runs if one.phase == "finished"}
        alive = at_work(client, project, open_ends, alone=alone)
        deeds = Deeds.of(runs, ledger.read(StepRecord, project), alive)
        records = ledger.read(AppliedRecord, project)
    except NotFound:
        raise NothingToRollBackError from None
    chosen = deeds.of_run(run) if steps is None else deeds.last(steps)
    newest = next(record for record in reversed(deeds.begun) if record.run in chosen.runs)
    body = newest.body or {}
    collections, aliases = tuple(body.get("collections", ())), tuple(body.get("aliases", ()))
    instance = look_around(client, collections, aliases)
    work = Work(
        instance,
        _snapshots(chosen.deeds, ledger.read(SnapshotRecord, project)),
        tuple(deed.step for deed in deeds.all if isinstance(deed.step, RestoreCollection)),
        partial(lost_since, client),
    )
    work.take_back(chosen.deeds)
    applied = read_applied(client, project) or {}
    copies = {deed.step.collection for deed in chosen.deeds if isinstance(deed.step, CopyPoints)}
    deleted = [step for step in work.steps if isinstance(step, DeleteCollection)]
    free = [step.address for step in deleted if not step.points or step.collection in copies]
    plan = Plan(
        project=project,
        target=identity(client, place),
        server=instance.version,
        collections=collections,
        aliases=aliases,
        declared=str(body.get("declared", "")),
        applied=fingerprint(applied),
        live=live_fingerprint(project, collections, aliases, instance),
        granted=(*granted, *(address for address in free if not covered(address, granted))),
        changes=tuple(work.changes),
        steps=tuple(with_snapshots(work.steps, snapshots)),
        records=_records(chosen, deeds.all, records, applied),
        notes=(_note(chosen), *work.notes, *_gone_with(copies)),
    )
    needs_no_step = (name for name in chosen.names if name not in work.undoes)
    return Rollback(plan, (*work.undoes, *needs_no_step))


def _snapshots(deeds: Iterable[Deed], records: Iterable[SnapshotRecord]) -> dict[str, SnapshotRecord]:
    """Return the snapshots that were taken before deeds and not removed, by the names of the deeds."""
    last = {record.snapshot: record for record in records}
    taken = {f"{one.run}/{one.index}": one for one in last.values() if one.phase == "taken"}
    return {deed.name: taken[deed.name] for deed in deeds if deed.name in taken}


def _records(
    chosen: Chosen, everything: tuple[Deed, ...], records: list[AppliedRecord], applied: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what counts as applied afterwards: of each collection that is taken back whole, what counted before.

    Where a rollback is gone on with, it is said again: so that there is something to carry out, and an end to record.
    """
    runs = chosen.runs
    names = {record.collection for record in records if record.run in runs}
    kept = {declared_name(deed.step) for deed in everything if deed.run in runs and deed not in chosen.deeds}
    before: dict[str, Any] = dict.fromkeys(names - kept)
    for name in before:
        first = min(record.seq for record in records if record.collection == name and record.run in runs)
        earlier = [record for record in records if record.collection == name and record.seq < first]
        before[name] = earlier[-1].spec if earlier else None
    return {name: spec for name, spec in before.items() if chosen.undone or spec != applied.get(name)}


def _gone_with(copies: Iterable[str]) -> Iterator[str]:
    for copy in sorted(copies):
        yield f"What was written to {copy!r} since the switch, by writers that don't follow the reindex, goes with it."


def _note(chosen: Chosen) -> str:
    runs = list(dict.fromkeys(deed.run[:8] for deed in chosen.deeds)) or sorted(run[:8] for run in chosen.runs)
    number = len(chosen.deeds)
    said = f"Takes back {number} step{'' if number == 1 else 's'} of run {', '.join(runs)}"
    return f"{said}; {len(chosen.undone)} of it are taken back already." if chosen.undone else f"{said}."
