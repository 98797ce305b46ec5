"""From a declaration and what an instance shows to a plan; nothing here reads or writes anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from qschema.client.gate_table import Version
from qschema.client.gates import version_of
from qschema.planner.change import Change, ChangeClass
from qschema.planner.collection import work_for
from qschema.planner.names import Applied, by_declared_name, in_the_way, serving, vanishing
from qschema.planner.order import ordered
from qschema.planner.paths import get
from qschema.planner.plan import Plan, fingerprint
from qschema.planner.situation import Situation
from qschema.planner.steps import AnyStep, DeleteCollection
from qschema.schema.live import LiveCollection, LiveInstance
from qschema.schema.secrets import redact
from qschema.schema.spec import Schema


def make_plan(
    schema: Schema,
    instance: LiveInstance,
    applied: Applied | None,
    *,
    granted: Iterable[str] = (),
    target: str = "",
) -> Plan:
    """Compare a declaration with an instance and say what it takes.

    Args:
        schema: The declaration.
        instance: What the instance shows.
        applied: What was applied last; None if the ledger can't be read, and then nothing is removed.
        granted: Addresses whose destruction is allowed; each covers what lies under it.
        target: What tells this instance from others.

    Returns:
        The plan; empty if nothing differs.
    """
    server = version_of(instance.lowest)
    applied_before = applied or {}
    owned = by_declared_name(schema.project, instance)
    abandoned = {name: live for name, live in owned.items() if name not in schema.collections}
    destroyed = [
        _destroyed(name, live, applied_before[name]) for name, live in abandoned.items() if name in applied_before
    ]
    dying = frozenset(abandoned[change.address].name for change in destroyed if change.kind is ChangeClass.DESTROY)
    changes: list[Change] = []
    steps: list[AnyStep] = []
    unmanaged = [name for name in abandoned if name not in applied_before]
    gone = vanishing(schema, instance, owned, applied_before, dying)
    for name, declared in schema.collections.items():
        live = serving(name, owned, instance, dying)
        last = applied_before.get(name, {})
        work = work_for(Situation(schema, declared, live, last, instance, dying, gone, server))
        changes += work.changes
        steps += work.steps if work.possible else ()
        unmanaged += work.unmanaged
    changes += destroyed
    steps += (
        DeleteCollection(collection=live.name, address=name, mark=live.mark, points=live.points, causes=(change,))
        for change in destroyed
        for name, live in ((change.address, abandoned[change.address]),)
        if live.name in dying and live.mark
    )
    unmanaged += [
        name for name, live in instance.collections.items() if live.mark is None and name not in schema.collections
    ]
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
        changes=tuple(changes),
        steps=ordered(steps, dying, in_the_way(schema, instance, dying)),
        adopts=tuple(step.address for step in steps if step.kind == "adopt_collection"),
        records=_records(schema, applied_before, steps),
        unmanaged=tuple(sorted(unmanaged)),
        notes=tuple(_notes(server, instance, applied)),
    )


OLDEST: Version = (1, 16)
"""The first Qdrant to which changes are made: it has collection metadata, which holds the mark of ownership (openapi of
1.16.0)."""

NO_LEDGER = (
    "There is no record of what was applied before (the ledger is missing or can't be read): "
    "nothing that is no longer declared is removed."
)


def _notes(server: Version, instance: LiveInstance, applied: Applied | None) -> Iterator[str]:
    if server < OLDEST:
        one = "This server is" if instance.lowest == instance.version else "A peer of this cluster is"
        yield f"{one} older than Qdrant 1.16: apply changes nothing on it."
    if applied is None and instance.collections:
        yield NO_LEDGER


def _destroyed(name: str, live: LiveCollection, applied: Mapping[str, Any]) -> Change:
    """Return the change of a collection of ours that was applied before and is no longer declared."""
    if get(applied, ("lifecycle", "prevent_destroy")):
        kind = ChangeClass.IMPOSSIBLE
        reason = "lifecycle.prevent_destroy was set when it was applied last; apply without that first, then remove it"
    else:
        kind = ChangeClass.DESTROY
        reason = "it is no longer declared"
    return Change(address=name, before=live.spec.as_json(), kind=kind, reason=reason)


def _records(schema: Schema, applied: Applied, steps: Iterable[AnyStep]) -> dict[str, Any]:
    """Return the declarations that the ledger doesn't hold as they are, and None for what is destroyed.

    They are without secrets, as the ledger keeps them; else they would differ from it for ever.
    """
    wanted: dict[str, Any] = {name: redact(one.spec.as_json()) for name, one in schema.collections.items()}
    wanted |= {step.address: None for step in steps if step.address not in wanted and step.kind == "delete_collection"}
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
