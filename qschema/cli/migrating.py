"""Carrying out saved migrations from the command line, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import orjson

from qschema.apply.checks import check_plan
from qschema.apply.deployment import Deployment
from qschema.apply.errors import CanNotResumeError
from qschema.apply.resume import Resumed
from qschema.cli.carrying import carry_out
from qschema.cli.confirm import confirm
from qschema.cli.output import say, show, write
from qschema.cli.plan_options import Extent
from qschema.cli.scope import Scope
from qschema.migrations.errors import MigrationError, NotAsDeclaredError, PendingError
from qschema.migrations.migration import Migration
from qschema.migrations.pending import Pending, Standing, standing
from qschema.planner.plan import Plan
from qschema.planner.render_lines import Line, Role, Span
from qschema.planner.render_text import plan_lines
from qschema.schema.project import load_project


def migrate(
    deployment: Deployment,
    stands: Standing,
    about: Extent,
    *,
    auto_approve: bool,
    as_json: bool,
    **timeouts: Any,
) -> int:
    """Show the migrations that an instance has not had, ask once for all of them, and carry them out.

    Each is planned when its turn comes, from what the instance shows then.

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
            raise PendingError(option, [one.migration for one in pending])
    plan = _planned(deployment, pending[0], about)
    if not as_json:
        show(_overview(stands, plan))
    check_plan(plan)
    what = "this migration" if len(pending) == 1 else f"these {len(pending)} migrations"
    confirm(f"Carry out {what} on {deployment.place}?", given=auto_approve)
    for number, one in enumerate(pending):
        if number:
            plan = _planned(deployment, one, about)
        _announce(one.migration, plan if number else None, as_json=as_json)
        check_plan(plan)
        begun = replace(deployment.begun, migration=one.migration.id)
        if code := carry_out(deployment, plan, begun, as_json=as_json, **timeouts):
            return code
    left = _planned(deployment, pending[-1], about)
    if not left.empty:
        raise NotAsDeclaredError(dict.fromkeys(change.address for change in left.changes))
    return 0


def standing_of(scope: Scope, deployment: Deployment) -> Standing:
    """Return how the instance stands to the saved migrations of the project; see `standing`."""
    project = load_project(scope.directory)
    return standing(deployment.place, project, scope.environment_of(project))


def notes(scope: Scope, deployment: Deployment) -> Iterator[str]:
    """Yield what whoever looks at the instance should know of the saved migrations."""
    try:
        pending = standing_of(scope, deployment).pending
    except MigrationError as error:
        yield f"{error.what}. {error.fix}"
        return
    if pending:
        names = ", ".join(one.migration.name for one in pending)
        yield f"This instance has not had {names}; qschema apply carries {'it' if len(pending) == 1 else 'them'} out."


def left(deployment: Deployment, pending: Sequence[Pending]) -> Resumed:
    """Return what is left of the last run; of one that carries out a migration, with what is declared after that.

    Raises:
        CanNotResumeError: It can't go on, and why.
        NothingToResumeError: It ended well, or there was none.
    """
    last = deployment.unfinished()
    if last is None or last.begun.migration is None:
        return deployment.left()
    for one in pending:
        if one.migration.id == last.begun.migration:
            return _as_of(deployment, one).left()
    raise CanNotResumeError(str(last), f"its migration {last.begun.migration} is not the next one here")


def _as_of(deployment: Deployment, one: Pending) -> Deployment:
    """Return a deployment as it is declared after a migration."""
    return replace(deployment, load=lambda: one.schema)


def _planned(deployment: Deployment, one: Pending, about: Extent) -> Plan:
    granted = tuple(dict.fromkeys((*about.granted, *one.migration.allow_destroy)))
    return _as_of(deployment, one).plan(granted=granted, max_rebuilds=about.max_rebuilds)


def _overview(stands: Standing, plan: Plan) -> Iterator[Line]:
    """Yield the lines of what is to be done: the first plan, and of the later ones what their files say."""
    first, *later = (one.migration for one in stands.pending)
    if stands.skipped:
        why = "it is as that one leaves it" if plan.empty else "it is as none of them leaves it: one plan leads there"
        yield Span("Note: ", Role.STRONG), Span(f"No run here tells of a migration. It begins at {first.name}; {why}.")
        yield ()
    yield _head(first)
    yield from plan_lines(plan)
    for migration in later:
        yield ()
        yield _head(migration)
        for step in migration.steps or ("Nothing but the declaration changes.",):
            yield (Span(f"  {step}"),)
    if later:
        yield ()
        yield (Span("What the later ones take here is shown before it is done.", Role.DIM),)


def _announce(migration: Migration, plan: Plan | None, *, as_json: bool) -> None:
    if as_json:
        write(orjson.dumps({"event": "migration", **migration.id.model_dump()}).decode() + "\n")
    elif plan is not None:
        show([(), _head(migration), *plan_lines(plan)])
    else:
        say(Span(f"Migration {migration.name}", Role.STRONG))


def _head(migration: Migration) -> Line:
    return Span(f"Migration {migration.name}", Role.STRONG), Span(f"  {migration.message}", Role.DIM)
