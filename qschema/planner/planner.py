"""From a declaration and what an instance shows to a plan; nothing here reads or writes anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from qschema.client.gate_table import Version
from qschema.client.gates import version_of
from qschema.planner.change import Change, ChangeClass
from qschema.planner.collection import work_for
from qschema.planner.cost.estimate import estimate
from qschema.planner.names import Applied, by_declared_name, generations, in_the_way, renamed, serving, vanishing
from qschema.planner.order import ordered
from qschema.planner.paths import get
from qschema.planner.plan import Plan, covered, fingerprint
from qschema.planner.situation import Situation
from qschema.planner.snapshots import with_snapshots
from qschema.planner.steps import (
    DELETIONS,
    AnyStep,
    CopyPoints,
    CreateCollection,
    CreateVector,
    DeleteCollection,
    RenameCollection,
)
from qschema.planner.targeting import targeted, targeted_record
from qschema.planner.warnings import Facts, warnings_of
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.secrets import redact
from qschema.schema.snapshots import SnapshotsBefore
from qschema.schema.spec import Schema


def make_plan(
    schema: Schema,
    instance: LiveInstance,
    applied: Applied | None,
    *,
    filled: Applied | None = None,
    granted: Iterable[str] = (),
    target: str = "",
    only: Iterable[str] = (),
    prune: bool = False,
    max_rebuilds: int = 1,
    snapshots: SnapshotsBefore = "never",
) -> Plan:
    """Compare a declaration with an instance and say what it takes.

    Args:
        schema: The declaration.
        instance: What the instance shows.
        applied: What was applied last; None if the ledger can't be read, and then nothing is removed.
        filled: The declarations that copies were made from which serve already and don't count as applied yet.
        granted: Addresses whose destruction is allowed; each covers what lies under it.
        target: What tells this instance from others.
        only: Addresses that the plan is limited to; none for everything.
        prune: Whether to remove what this project's collections have and nobody declared or applied, and collections
            with its mark that nobody declared or applied.
        max_rebuilds: How many collections may rebuild segments at a time.
        snapshots: Before which steps a snapshot is taken.

    Returns:
        The plan; empty if nothing differs.
    """
    server, only = version_of(instance.lowest), tuple(only)
    applied_before = applied or {}
    owned = by_declared_name(schema.project, instance)
    former = renamed(schema, owned)
    owned |= {name: owned.pop(old) for name, old in former.items()}
    abandoned = {name: live for name, live in owned.items() if name not in schema.collections}
    destroyed = [
        _destroyed(name, live, applied_before.get(name, {}), _beside(schema.project, name, live, instance))
        for name, live in abandoned.items()
        if prune or name in applied_before
    ]
    dying = frozenset(abandoned[change.address].name for change in destroyed if change.kind is ChangeClass.DESTROY)
    changes: list[Change] = []
    steps: list[AnyStep] = []
    situations: list[Situation] = []
    unmanaged = [name for name in abandoned if not prune and name not in applied_before]
    gone = vanishing(schema, instance, owned, applied_before, dying)
    for name, declared in schema.collections.items():
        live = serving(name, owned, instance, dying)
        last = applied_before.get(name) or applied_before.get(former.get(name, ""), {})
        situation = Situation(
            schema,
            declared,
            live,
            last,
            instance,
            dying,
            gone,
            server,
            prune=prune,
            former=former.get(name, ""),
            filled=(filled or {}).get(name, {}),
        )
        work = work_for(situation)
        situations.append(situation)
        changes += work.changes
        steps += _costed(work.steps, live) if work.possible else ()
        unmanaged += work.unmanaged
    changes += destroyed
    for change in destroyed:
        live = abandoned[change.address]
        if live.name in dying and live.mark:
            steps += _costed([_drop(live, live.mark, change)], live)
    unmanaged += [
        name for name, live in instance.collections.items() if live.mark is None and name not in schema.collections
    ]
    steps = targeted(steps, only)
    in_order = tuple(with_snapshots(ordered(steps, dying, in_the_way(schema, instance, dying)), snapshots))
    return Plan(
        project=schema.project,
        target=target,
        server=instance.version,
        collections=tuple(sorted(schema.collections)),
        aliases=tuple(sorted(schema.aliases)),
        declared=fingerprint({name: one.spec.as_json() for name, one in schema.collections.items()}),
        applied=fingerprint(applied_before),
        live=live_fingerprint(schema.project, schema.collections, schema.aliases, instance),
        granted=tuple(granted),
        changes=tuple(change for change in changes if not only or _meant(change, only, steps)),
        steps=in_order,
        adopts=tuple(step.address for step in steps if step.kind == "adopt_collection"),
        records=_records(schema, applied_before, steps, only),
        unmanaged=tuple(sorted(unmanaged)),
        notes=tuple(_notes(schema.project, server, instance, applied, owned)),
        warnings=warnings_of(Facts(instance, tuple(situations), in_order), only),
        only=only,
        max_rebuilds=max_rebuilds,
    )


def _costed(steps: Iterable[AnyStep], live: LiveCollection | None) -> Iterator[AnyStep]:
    """Yield steps with what they cost; in a collection that is made anew there is nothing yet."""
    steps = tuple(steps)
    anew = next((step.body for step in steps if isinstance(step, CreateCollection)), None)
    added = {step.name: step.params for step in steps if isinstance(step, CreateVector) and not step.sparse}
    for step in steps:
        of_old = anew is None or isinstance(step, (CopyPoints, *DELETIONS))
        cost = estimate(step, live if of_old else None, anew or {}, added)
        yield step if cost is None else step.model_copy(update={"cost": cost})


def _drop(live: LiveCollection, mark: Mark, change: Change) -> DeleteCollection:
    return DeleteCollection(
        collection=live.name, address=change.address, mark=mark, points=live.points, causes=(change,)
    )


def _meant(change: Change, only: tuple[str, ...], steps: Iterable[AnyStep]) -> bool:
    """Tell whether a change belongs to a limited plan: a target covers it, or a step of the plan carries it out."""
    return covered(change.address, only) or any(change in step.causes for step in steps)


OLDEST: Version = (1, 16)
"""The first Qdrant to which changes are made: it has collection metadata, which holds the mark of ownership (openapi of
1.16.0)."""

NO_LEDGER = (
    "There is no record of what was applied before (the ledger is missing or can't be read): "
    "nothing that is no longer declared is removed."
)


def _notes(
    project: str,
    server: Version,
    instance: LiveInstance,
    applied: Applied | None,
    owned: Mapping[str, LiveCollection],
) -> Iterator[str]:
    if server < OLDEST:
        one = "This server is" if instance.lowest == instance.version else "A peer of this cluster is"
        yield f"{one} older than Qdrant 1.16: apply changes nothing on it."
    if applied is None and instance.collections:
        yield NO_LEDGER
    for name, current in sorted(owned.items()):
        if kept := _beside(project, name, current, instance):
            there = "are there beside it" if len(kept) > 1 else "is there beside it"
            which = ", ".join(map(repr, kept))
            yield f"{name}: {current.name!r} serves, and {which} {there}; qschema reindex status {name} tells more."


def _beside(project: str, name: str, current: LiveCollection, instance: LiveInstance) -> list[str]:
    """Return the physical names of the other generations of what is declared under a name."""
    return [one for one in generations(project, name, instance) if one != current.name]


def _destroyed(name: str, live: LiveCollection, applied: Mapping[str, Any], beside: Collection[str]) -> Change:
    """Return the change of a collection of ours that was applied before and is no longer declared.

    It isn't deleted while other generations are there: an older one would serve again, under its own name.
    """
    if beside:
        kind = ChangeClass.IMPOSSIBLE
        reason = (
            f"{', '.join(map(repr, sorted(beside)))} would stay, and may be found under its name again; first "
            f"qschema reindex cleanup {name}, or abort if that is a copy under way"
        )
    elif get(applied, ("lifecycle", "prevent_destroy")):
        kind = ChangeClass.IMPOSSIBLE
        reason = "lifecycle.prevent_destroy was set when it was applied last; apply without that first, then remove it"
    else:
        kind = ChangeClass.DESTROY
        reason = "it is no longer declared"
    return Change(address=name, before=live.spec.as_json(), kind=kind, reason=reason)


def _records(schema: Schema, applied: Applied, steps: Iterable[AnyStep], only: tuple[str, ...]) -> dict[str, Any]:
    """Return the declarations that the ledger doesn't hold as they are, and None for what is destroyed or renamed.

    They are without secrets, as the ledger keeps them; else they would differ from it for ever.
    """
    steps = tuple(steps)
    wanted: dict[str, Any] = {name: redact(one.spec.as_json()) for name, one in schema.collections.items()}
    wanted |= {step.address: None for step in steps if step.address not in wanted and step.kind == "delete_collection"}
    wanted |= dict.fromkeys(step.before.collection for step in steps if isinstance(step, RenameCollection))
    if only:
        names = {address.split("/")[0] for address in only} | {name for name, spec in wanted.items() if spec is None}
        wanted = {
            name: targeted_record(name, spec, applied.get(name), only) for name, spec in wanted.items() if name in names
        }
    return {name: spec for name, spec in wanted.items() if spec != applied.get(name)}


def live_fingerprint(
    project: str, collections: Collection[str], aliases: Collection[str], instance: LiveInstance
) -> str:
    """Return the fingerprint of what a plan depends on: our and the declared collections, and their aliases.

    Args:
        project: The project.
        collections: The names that it declares.
        aliases: The aliases that it declares.
        instance: What the instance shows.
    """
    names = {
        name
        for name, live in instance.collections.items()
        if name in collections or name in aliases or (live.mark and live.mark.project == project)
    }
    pointing = {
        alias: target
        for alias, target in instance.aliases.items()
        if target in names or alias in aliases or alias in collections
    }
    shown = {
        name: {"spec": live.spec.as_json(), "mark": live.mark.as_metadata() if live.mark else None}
        for name in names
        for live in (instance.collections[name],)
    }
    said = {"version": instance.version, "collections": shown, "aliases": pointing}
    return fingerprint(said if instance.lowest == instance.version else {**said, "lowest": instance.lowest})
