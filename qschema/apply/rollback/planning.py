"""Making the plan that takes back what runs have done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qschema.apply.applied import read_applied
from qschema.apply.errors import NothingToRollBackError
from qschema.apply.identity import identity
from qschema.apply.ledger import Ledger
from qschema.apply.looking import look_around
from qschema.apply.records import AppliedRecord, RunRecord, StepRecord
from qschema.apply.rollback.deeds import Deed, Deeds
from qschema.apply.stepping import declared_name
from qschema.client import QdrantClient
from qschema.client.errors import NotFound
from qschema.planner.change import Change, ChangeClass
from qschema.planner.plan import Plan, covered, fingerprint
from qschema.planner.planner import live_fingerprint
from qschema.planner.steps import DeleteAlias, DeleteCollection, SetAlias, Step
from qschema.schema.live import LiveInstance


@dataclass(frozen=True)
class Rollback:
    """What takes back what runs have done.

    Attributes:
        plan: The plan; its steps are the inverse ones.
        undoes: For each of its steps, what it takes back, as the ledger calls it.
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
) -> Rollback:
    """Make the plan that takes back a run, or some last steps.

    A step is taken back by its inverse, the last one first. One that nobody knows to be done is only taken back if the
    instance shows its effect. One whose effect is gone, because somebody changed the same thing since, makes the plan
    impossible, as does one that nothing brings back.

    Args:
        client: The instance.
        project: The project.
        place: Where the instance is.
        run: The run's id, or how it begins; empty for the last one that did something and took nothing back.
        steps: How many steps to take back, across runs, instead of a run.
        granted: Addresses whose destruction is allowed. A collection that was created, and is empty, needs none.

    Raises:
        NoSuchRunError: There is no such run.
        NothingToRollBackError: There is nothing to take back.
        QdrantError: The instance can't be read.
    """
    ledger = Ledger(client)
    try:
        deeds = Deeds.of(ledger.read(RunRecord, project), ledger.read(StepRecord, project))
        records = ledger.read(AppliedRecord, project)
    except NotFound:
        raise NothingToRollBackError from None
    chosen = deeds.of_run(run) if steps is None else deeds.last(steps)
    newest = next(record for record in reversed(deeds.begun) if record.run == chosen[0].run)
    body = newest.body or {}
    collections, aliases = tuple(body.get("collections", ())), tuple(body.get("aliases", ()))
    instance = look_around(client, collections, aliases)
    work = _work(chosen, instance)
    applied = read_applied(client, project) or {}
    empty = [step.address for step in work.steps if isinstance(step, DeleteCollection) and not step.points]
    plan = Plan(
        project=project,
        target=identity(client, place),
        server=instance.version,
        collections=collections,
        aliases=aliases,
        declared=str(body.get("declared", "")),
        applied=fingerprint(applied),
        live=live_fingerprint(project, collections, aliases, instance),
        granted=(*granted, *(address for address in empty if not covered(address, granted))),
        changes=work.changes,
        steps=work.steps,
        records=_records(chosen, deeds.all, records, applied),
        notes=(_note(chosen),),
    )
    return Rollback(plan, work.undoes)


@dataclass(frozen=True)
class _Work:
    changes: tuple[Change, ...]
    steps: tuple[Any, ...]
    undoes: tuple[str, ...]


def _work(chosen: Iterable[Deed], instance: LiveInstance) -> _Work:
    changes: list[Change] = []
    steps: list[Step] = []
    undoes: list[str] = []
    later: set[tuple[str, str]] = set()
    for deed in chosen:
        thing, step = _thing(deed.step), deed.step
        overtaken = thing in later  # what came after it, and is taken back before it, hides its effect
        later.add(thing)
        back = step.inverse()
        if not overtaken and not step.holds(instance):
            if deed.sure and not (back and back.holds(instance)):  # else somebody has taken it back already
                changes.append(_impossible(step, "somebody has changed the same thing since"))
            continue
        if back is None:
            changes.append(_impossible(step, f"nothing brings back what `{step.words()}` took away"))
            continue
        change = Change(
            address=step.address,
            kind=ChangeClass(back.sign) if back.sign != "-" else ChangeClass.DESTROY,
            rebuild=step.rebuild,
            reason=f"takes back `{step.words()}` of run {deed.run[:8]}",
        )
        changes.append(change)
        steps.append(_with_points(back, instance).model_copy(update={"causes": (change,), "cost": None}))
        undoes.append(deed.name)
    return _Work(tuple(changes), tuple(steps), tuple(undoes))


def _thing(step: Step) -> tuple[str, str]:
    """Return what a step is about, so that another one about the same is known."""
    if isinstance(step, SetAlias | DeleteAlias):
        return "alias", step.alias
    return step.collection, step.address


def _impossible(step: Step, why: str) -> Change:
    return Change(address=step.address, kind=ChangeClass.IMPOSSIBLE, reason=why)


def _with_points(step: Step, instance: LiveInstance) -> Step:
    """Return a step that deletes a collection with what is lost by it: what was written to it since."""
    there = step.seen(instance)
    if isinstance(step, DeleteCollection) and there is not None:
        return step.model_copy(update={"points": there.points})
    return step


def _records(
    chosen: tuple[Deed, ...], everything: tuple[Deed, ...], records: list[AppliedRecord], applied: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what counts as applied afterwards: of each collection that is taken back whole, what counted before."""
    runs = {deed.run for deed in chosen}
    names = {record.collection for record in records if record.run in runs}
    kept = {declared_name(deed.step) for deed in everything if deed.run in runs and deed not in chosen}
    before: dict[str, Any] = dict.fromkeys(names - kept)
    for name in before:
        first = min(record.seq for record in records if record.collection == name and record.run in runs)
        earlier = [record for record in records if record.collection == name and record.seq < first]
        before[name] = earlier[-1].spec if earlier else None
    return {name: spec for name, spec in before.items() if spec != applied.get(name)}


def _note(chosen: tuple[Deed, ...]) -> str:
    runs = list(dict.fromkeys(deed.run[:8] for deed in chosen))
    return f"Takes back {len(chosen)} step{'' if len(chosen) == 1 else 's'} of run {', '.join(runs)}."
