"""`qschema status`: how the instance stands to what is declared."""

from __future__ import annotations

from collections.abc import Iterator

import click

from qschema.apply.status import CollectionStatus, Status
from qschema.cli import options
from qschema.cli.columns import columns
from qschema.cli.migrating import notes
from qschema.cli.opening import deployment_of
from qschema.cli.output import say, show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.cli.times import moment
from qschema.planner.render_lines import Line, Role, Span

HEAD = ("collection", "state", "differences", "points", "health", "applied")

_HEALTH = {"green": Role.ADD, "yellow": Role.CHANGE, "grey": Role.CHANGE, "red": Role.DESTROY}


@command("status")
@options.as_json
@click.pass_obj
def run(scope: Scope, as_json: bool) -> int:
    """Nothing is written; a key that only reads is enough."""
    deployment = deployment_of(scope)
    found = deployment.status()
    of_migrations = list(notes(deployment))
    if as_json:
        said = found.as_json()
        show_json({**said, "notes": [*said["notes"], *of_migrations]})
    else:
        show(status_lines(found))
        for sentence in of_migrations:
            say(Span("Note: ", Role.STRONG), sentence)
    return 0


def status_lines(found: Status) -> Iterator[Line]:
    """Yield the lines of a status."""
    yield Span("Project   ", Role.DIM), Span(found.project, Role.STRONG)
    yield Span("Instance  ", Role.DIM), Span(f"{found.place}  (Qdrant {found.version})")
    yield Span("Ledger    ", Role.DIM), Span(found.target if found.ledger else "none yet, or none that can be read")
    if found.migrations:
        yield Span("Migration ", Role.DIM), Span(str(found.migrations[-1]))
    yield ()
    if found.collections:
        yield from columns(HEAD, [_row(one) for one in found.collections])
        yield ()
    for lock in found.locks:
        locked = f"{lock.collection} is locked by " if lock.collection else "Locked by "
        yield Span(locked, Role.CHANGE), Span(f"{lock.holder}; if that run is dead: {lock.command}")
    yield from _closing(found)


def _row(one: CollectionStatus) -> tuple[Span | str, ...]:
    return (
        Span(one.name, Role.STRONG),
        _state(one),
        Span(str(one.differences), Role.CHANGE) if one.differences else "none",
        "" if one.points is None else f"{one.points:,}",
        Span(one.health or "", _HEALTH.get(one.health or "", Role.PLAIN)),
        moment(one.applied),
    )


def _state(one: CollectionStatus) -> str:
    if one.physical is None:
        return "not there"
    there = "there" if one.physical == one.name else f"there as {one.physical}"
    if not one.declared:
        return f"{there}, not declared"
    return there if one.owner else f"{there}, not adopted"


def _closing(found: Status) -> Iterator[Line]:
    if found.drift:
        things = "1 thing differs" if found.drift == 1 else f"{found.drift} things differ"
        yield (Span(f"{things} from what is declared; qschema plan shows what it takes.", Role.STRONG),)
    else:
        yield (Span("The instance is as declared.", Role.STRONG),)
