"""The steps that bring a collection back from a snapshot, and put it where the one is that serves now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from qschema.apply.records import SnapshotRecord
from qschema.planner.names import by_declared_name, numbered_name
from qschema.planner.steps import DeleteCollection, RestoreCollection, SetAlias
from qschema.schema.live import RESERVED_PREFIX, LiveCollection, LiveInstance, Mark


@dataclass(frozen=True)
class Return:
    """What brings a collection back.

    Attributes:
        restore: The step that recovers the snapshot.
        rest: The steps that put it in place.
        current: What serves now, and goes; None if nothing does.
    """

    restore: RestoreCollection
    rest: tuple[Any, ...]
    current: LiveCollection | None

    @property
    def steps(self) -> tuple[Any, ...]:
        """All of them, in order."""
        return (self.restore, *self.rest)


def return_of(
    record: SnapshotRecord,
    instance: LiveInstance,
    *,
    tried: Iterable[RestoreCollection] = (),
    unwanted: Iterable[str] = (),
) -> Return:
    """Return the steps that bring back the collection of a snapshot.

    Where its name is free it gets that. Else it is recovered as the next generation beside what serves now, and its
    aliases are switched over, one action each; the declared name becomes an alias. An old generation that served nobody
    any more is only recovered, under its own number: so it stays the one that can be gone back to.

    Args:
        record: The snapshot.
        instance: What the instance shows.
        tried: What earlier tries have begun; the last one is gone on with.
        unwanted: Aliases that are not to be carried over.
    """
    restore = _restore(record, instance, tried)
    if not _served(record):
        return Return(restore, (), None)
    name, target = record.declared, restore.collection
    current = by_declared_name(record.project, instance).get(name)
    if current is not None and current.name == target:
        current = None
    drop = current and DeleteCollection(
        collection=current.name, address=name, mark=current.mark or restore.mark, points=current.points
    )
    aliases = [*_aliases(record, instance, restore, current, unwanted)]
    identity = (
        [SetAlias(collection=target, address=name, alias=name, before=instance.aliases.get(name))]
        if target != name
        else []
    )
    going = [drop] if drop else []
    plain = current is not None and current.name == name
    rest = (*aliases, *going, *identity) if plain else (*identity, *aliases, *going)
    return Return(restore, rest, current)


def _restore(record: SnapshotRecord, instance: LiveInstance, tried: Iterable[RestoreCollection]) -> RestoreCollection:
    for step in tried:
        if step.holds(instance) or not step.obstacle(instance):
            return step.model_copy(update={"causes": (), "cost": None})
    shown = ((record.image or {}).get("collection") or {}).get("mark")
    found = Mark(**shown) if shown else None
    there = {mark.generation for mark in _marks(record, instance)}
    own = found.generation if found and not _served(record) and found.generation not in there else None
    next_one = own or 1 + max({*there, found.generation} if found else there, default=1)
    reserved = record.collection.startswith(RESERVED_PREFIX)  # the way to one that is hidden behind an alias
    name_then = record.declared if reserved else record.collection
    later = ((numbered_name(record.declared, number), own or number) for number in count(next_one))
    collection, generation = next(
        (name, number)
        for name, number in chain([(name_then, next_one)], later)
        if name not in instance.collections and name not in instance.aliases
    )
    return RestoreCollection(
        collection=collection,
        address=record.declared,
        snapshot=record.snapshot,
        files={part.file or part.name: part.checksum for part in record.parts},
        taken_of=record.collection,
        taken=f"{record.at:%Y-%m-%d %H:%M:%S} UTC",
        points=record.fewest,
        mark=Mark(record.project, record.declared, generation),
        found=found,
    )


def _marks(record: SnapshotRecord, instance: LiveInstance) -> Iterator[Mark]:
    """Yield the marks of all generations that are there."""
    for live in instance.collections.values():
        if live.mark and (live.mark.project, live.mark.collection) == (record.project, record.declared):
            yield live.mark


def _served(record: SnapshotRecord) -> bool:
    """Tell whether the declared name led to a collection when its snapshot was taken."""
    around: dict[str, str] = (record.image or {}).get("aliases") or {}
    return around.get(record.declared, record.declared) == record.collection


def aliases_then(record: SnapshotRecord) -> set[str]:
    """Return the aliases that led to a collection when its snapshot was taken."""
    around: dict[str, str] = (record.image or {}).get("aliases") or {}
    return {alias for alias, target in around.items() if target == record.collection}


def _aliases(
    record: SnapshotRecord,
    instance: LiveInstance,
    restore: RestoreCollection,
    current: LiveCollection | None,
    unwanted: Iterable[str],
) -> Iterator[SetAlias]:
    """Yield steps for the aliases that led to it then, and those that lead to what serves now."""
    now = {alias for alias, target in instance.aliases.items() if current is not None and target == current.name}
    wanted = aliases_then(record) | now.difference(unwanted)
    for alias in sorted(wanted - {record.declared, restore.collection}):
        before = instance.aliases.get(alias)
        elsewhere = before is not None and (current is None or before != current.name)
        if not elsewhere and alias not in instance.collections:
            yield SetAlias(
                collection=restore.collection,
                address=f"{record.declared}/aliases/{alias}",
                alias=alias,
                before=before,
            )
