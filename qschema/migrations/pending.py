"""Which saved migrations an instance has not had yet, and what it is to be like after each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qschema.apply.applied import read_applied
from qschema.apply.deployment import Deployment
from qschema.apply.looking import look_around
from qschema.apply.migrated import Migrated, migrated
from qschema.apply.migration_id import MigrationId
from qschema.client import QdrantClient
from qschema.migrations.environment import in_environment
from qschema.migrations.folding import check_saved, fold
from qschema.migrations.migration import Migration
from qschema.migrations.order import check_one_head, in_order, with_ancestors
from qschema.migrations.reading import read_migrations
from qschema.planner.names import by_declared_name
from qschema.planner.planner import make_plan
from qschema.schema.live import LiveInstance
from qschema.schema.loader import load_schema
from qschema.schema.spec import Schema


@dataclass(frozen=True)
class Pending:
    """A migration that an instance has not had.

    Attributes:
        migration: The migration.
        schema: What is declared after it, and after all that the instance has had, in the instance's environment.
    """

    migration: Migration
    schema: Schema


@dataclass(frozen=True)
class Standing:
    """How an instance stands to the saved migrations of a project.

    Attributes:
        saved: The saved migrations, in order; empty if the project works without.
        had: Those that the instance has had, as its ledger tells.
        pending: Those that it has not had, in order.
        skipped: How many come before them although no run tells of any; see `_first`.
    """

    saved: tuple[Migration, ...]
    had: Migrated
    pending: tuple[Pending, ...]
    skipped: int = 0

    @property
    def waiting(self) -> tuple[Migration, ...]:
        """The migrations that are pending."""
        return tuple(one.migration for one in self.pending)


def standing(deployment: Deployment) -> Standing:
    """Look how an instance stands to the saved migrations. Nothing is written.

    Args:
        deployment: The project and the instance; that one isn't opened if no migrations are saved.

    Raises:
        MigrationError: The saved migrations are not as they should be, or are not those that the instance has had, or
            the declaration isn't what they lead to.
        SchemaError: One or several mistakes in the files.
        LedgerDamagedError: A record of the ledger can't be read.
    """
    project = deployment.files
    found = read_migrations(project.directory) if project else ()
    if project is None or not found:
        return Standing((), Migrated(), ())
    with deployment.place.opened() as client:
        had = migrated(client, project.name)
        saved = in_order(found, had.done)
        check_one_head(saved)
        base, here = load_schema(project), deployment.schema
        check_saved(saved, base)
        known = with_ancestors((one.revision for one in had.done), saved)
        pending = tuple(_pending(saved, known, base, here))
        skipped = 0 if had.done else _first(client, project.name, pending, had.underway)
    return Standing(saved, had, pending[skipped:], skipped)


def _pending(saved: Sequence[Migration], known: Iterable[str], base: Schema, here: Schema) -> Iterator[Pending]:
    """Yield what is not known, each with all that is there by then: branches may come in another order elsewhere."""
    there = set(known)
    for migration in saved:
        if migration.revision not in there:
            there.add(migration.revision)
            state = fold(one for one in saved if one.revision in there)
            yield Pending(migration, in_environment(state, base, here))


def _first(client: QdrantClient, project: str, pending: Sequence[Pending], underway: MigrationId | None) -> int:
    """Return the index of the migration to begin with, where the ledger tells of none that is done.

    One that was begun is gone on with. An instance without anything of the project's begins with the first. One that is
    as declared after a migration has all that came before behind it, however it got there: that one is recorded. One
    that is like none of them is brought to the last one by a single plan: to go back first could lose data.
    """
    begun = (index for index, one in enumerate(pending) if one.migration.id == underway)
    if (index := next(begun, None)) is not None:
        return index
    names = {name for one in pending for name in (*one.schema.collections, *one.schema.aliases)}
    instance = look_around(client, sorted(names), ())
    if not _has_any(instance, project, names):
        return 0
    applied = read_applied(client, project)
    last = len(pending) - 1
    alike = (index for index in range(last, -1, -1) if make_plan(pending[index].schema, instance, applied).empty)
    return next(alike, last)


def _has_any(instance: LiveInstance, project: str, names: Iterable[str]) -> bool:
    there = {*instance.collections, *instance.aliases}
    return bool(by_declared_name(project, instance)) or not there.isdisjoint(names)
