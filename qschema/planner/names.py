"""Which collection a declared name stands for, and which names will be free by the time something is created."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.live import LiveCollection, LiveInstance
from qschema.schema.spec import Schema

Applied = Mapping[str, Mapping[str, Any]]
"""The declarations that were applied last, by declared name, as JSON."""


def generation_name(name: str, generation: int) -> str:
    """Return the physical name of a generation of what is declared under a name; the first one has just that."""
    return name if generation == 1 else numbered_name(name, generation)


def numbered_name(name: str, generation: int) -> str:
    """Return the name of a generation that tells its number, also the first one's."""
    return f"{name}__g{generation}"


def by_declared_name(project: str, instance: LiveInstance) -> dict[str, LiveCollection]:
    """Return this project's collections by their declared names; of several generations the one that serves."""
    owned: dict[str, LiveCollection] = {}
    for live in instance.collections.values():
        if live.mark and live.mark.project == project:
            name = live.mark.collection
            rivals = (one for one in (owned.get(name), live) if one and one.mark)
            current = instance.aliases.get(name, name)
            owned[name] = max(rivals, key=lambda one: (one.name == current, one.mark and one.mark.generation))
    return owned


def generations(project: str, name: str, instance: LiveInstance) -> list[str]:
    """Return the physical names of all generations of what is declared under a name, a hidden one's first."""
    hidden = [name] if name in instance.shadowed else []
    marks = {one.name: one.mark for one in instance.collections.values() if one.mark}
    own = [physical for physical, mark in marks.items() if (mark.project, mark.collection) == (project, name)]
    return [*hidden, *own]


def renamed(schema: Schema, owned: Mapping[str, LiveCollection]) -> dict[str, str]:
    """Return the declared names whose collection still bears the mark of its former name, each with that name."""
    former = {name: str(one.spec.as_json().get("renamed_from", "")) for name, one in schema.collections.items()}
    return {
        name: old
        for name, old in former.items()
        if old in owned and name not in owned and old not in schema.collections
    }


def serving(
    name: str, owned: Mapping[str, LiveCollection], instance: LiveInstance, dying: frozenset[str]
) -> LiveCollection | None:
    """Return the collection that stands for a declared name, whoever owns it; None if it has to be created."""
    live = owned.get(name) or instance.collections.get(name)
    return None if live is None or live.name in dying else live


def vanishing(
    schema: Schema,
    instance: LiveInstance,
    owned: Mapping[str, LiveCollection],
    applied: Applied,
    dying: frozenset[str],
) -> frozenset[str]:
    """Return the aliases that are gone before collections are created: their collection dies, or we applied them."""
    ours = {owned[name].name: spec.get("aliases") or () for name, spec in applied.items() if name in owned}
    return frozenset(
        alias
        for alias, target in instance.aliases.items()
        if target in dying or (alias in ours.get(target, ()) and alias not in schema.aliases)
    )


def in_the_way(schema: Schema, instance: LiveInstance, dying: frozenset[str]) -> frozenset[str]:
    """Return the dying collections whose name, or one of whose aliases, something that is declared is to bear."""
    bearing = {target for alias, target in instance.aliases.items() if alias in schema.collections}
    return frozenset(name for name in dying if name in bearing or name in schema.aliases or name in schema.collections)
