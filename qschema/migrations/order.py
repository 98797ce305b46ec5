"""The order of saved migrations: each after its parents, whatever the numbers in front of their files say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from graphlib import TopologicalSorter

from qschema.apply.migration_id import MigrationId
from qschema.migrations.errors import AlteredError, AppliedAlteredError, HoleError, TwoHeadsError, UnknownError
from qschema.migrations.migration import Migration


def in_order(found: Iterable[Migration], applied: Iterable[MigrationId] = ()) -> tuple[Migration, ...]:
    """Return migrations in an order in which they can be carried out: of those that are free to come next, by file.

    Args:
        found: The migrations.
        applied: Those that an instance has had.

    Raises:
        AlteredError: The file of one was changed.
        AppliedAlteredError: It was, and the instance has had the migration.
        HoleError: One that another one builds on is missing.
        UnknownError: One that the instance has had is missing.
    """
    by_revision = {one.revision: one for one in found}
    known = {one.revision: one for one in applied}
    for one in by_revision.values():
        if not one.intact:
            raise AppliedAlteredError(one) if one.revision in known else AlteredError(one)
    for one in by_revision.values():
        for parent in one.parents:
            if parent not in by_revision:
                raise HoleError(one, parent)
    if unknown := [one for revision, one in known.items() if revision not in by_revision]:
        raise UnknownError(unknown)
    sorter = TopologicalSorter({one.revision: one.parents for one in by_revision.values()})
    sorter.prepare()
    ordered: list[Migration] = []
    while sorter.is_active():
        free = sorted((by_revision[revision] for revision in sorter.get_ready()), key=lambda one: one.file)
        ordered += free
        sorter.done(*(one.revision for one in free))
    return tuple(ordered)


def heads_of(ordered: Sequence[Migration]) -> tuple[Migration, ...]:
    """Return the migrations on which no other one builds."""
    parents = {parent for one in ordered for parent in one.parents}
    return tuple(one for one in ordered if one.revision not in parents)


def check_one_head(ordered: Sequence[Migration]) -> None:
    """Make sure that it is clear what holds after all migrations.

    Raises:
        TwoHeadsError: Several migrations are the last one.
    """
    if len(heads := heads_of(ordered)) > 1:
        raise TwoHeadsError(heads)


def with_ancestors(revisions: Iterable[str], ordered: Sequence[Migration]) -> frozenset[str]:
    """Return revisions with all those that they build on."""
    wanted = set(revisions)
    for one in reversed(ordered):
        if one.revision in wanted:
            wanted |= set(one.parents)
    return frozenset(wanted)
