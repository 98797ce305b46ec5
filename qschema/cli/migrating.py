"""Carrying out saved migrations from the command line, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import orjson

from qschema.apply.checks import check_plan
from qschema.apply.deployment import Deployment
from qschema.cli.carrying import carry_out
from qschema.cli.confirm import confirm
from qschema.cli.output import say, show, write
from qschema.cli.plan_options import Extent
from qschema.migrations.errors import MigrationError, PendingError
from qschema.migrations.migration import Migration
from qschema.migrations.pending import Standing, standing
from qschema.migrations.turns import Turn, turns, unless_overtaken
from qschema.planner.render_lines import Line, Role, Span
from qschema.planner.render_text import plan_lines


def migrate(
    deployment: Deployment, stands: Standing, about: Extent, *, auto_approve: bool, as_json: bool, **timeouts: Any
) -> int:
    """Show the migrations that an instance has not had, ask once for all of them, and carry them out.

    Args:
        deployment: The instance, and what is declared.
        stands: How the instance stands to the migrations; at least one is pending.
        about: What else may be destroyed, and how many collections may rebuild segments at a time.
        auto_approve: Whether to ask nothing.
        as_json: Whether to print JSON lines.
        **timeouts: `lock_timeout` and `wait_timeout`; see `carry_out`.

    Returns:
        The exit code.

    Raises:
        PendingError: The plan was to be limited, or to remove more than the migrations do.
        NotAsDeclaredError: All are done, and something differs all the same.
        ApplyError: One could not be carried out; those before it are done.
    """
    pending = stands.pending
    for option in ("--target", "--prune"):
        if option in about.said:
            raise PendingError(option, stands.waiting)
    later = turns(deployment, stands, granted=about.granted, max_rebuilds=about.max_rebuilds)
    first = next(later)
    if not as_json:
        show(_overview(stands, first))
    check_plan(first.plan)
    what = "this migration" if len(pending) == 1 else f"these {len(pending)} migrations"
    confirm(f"Carry out {what} on {deployment.place}?", given=auto_approve)
    for turn in chain([first], later):
        if as_json:
            write(orjson.dumps({"event": "migration", **turn.migration.id.model_dump()}).decode() + "\n")
        else:
            show([(), _head(turn.migration), *plan_lines(turn.plan)] if turn is not first else ())
            say(Span(f"Migration {turn.migration.name}", Role.STRONG))
        check_plan(turn.plan)
        code: int | None = None
        with unless_overtaken(deployment, turn):
            code = carry_out(deployment, turn.plan, turn.begun, as_json=as_json, **timeouts)
        if code is None:
            say("Another run has carried it out meanwhile.")
        elif code:
            return code
    return 0


def notes(deployment: Deployment) -> Iterator[str]:
    """Yield what whoever looks at the instance should know of the saved migrations."""
    try:
        waiting = standing(deployment).waiting
    except MigrationError as error:
        yield f"{error.what}. {error.fix}"
        return
    if waiting:
        names = ", ".join(one.name for one in waiting)
        yield f"This instance has not had {names}; qschema apply carries {'it' if len(waiting) == 1 else 'them'} out."


def _overview(stands: Standing, turn: Turn) -> Iterator[Line]:
    """Yield the lines of what is to be done: the first plan, and of the later ones what their files say."""
    first, *later = stands.waiting
    if stands.skipped:
        why = "that one leaves it" if turn.plan.empty else "none of them leaves it: one plan leads there"
        yield (
            Span("Note: ", Role.STRONG),
            Span(f"No run here tells of a migration. It begins at {first.name}; it is as {why}."),
        )
        yield ()
    yield _head(first)
    yield from plan_lines(turn.plan)
    for migration in later:
        yield ()
        yield _head(migration)
        for step in migration.steps or ("Nothing but the declaration changes.",):
            yield (Span(f"  {step}"),)
    if later:
        yield ()
        yield (Span("What the later ones take here is shown before it is done.", Role.DIM),)


def _head(migration: Migration) -> Line:
    return Span(f"Migration {migration.name}", Role.STRONG), Span(f"  {migration.message}", Role.DIM)
