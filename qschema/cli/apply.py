"""`qschema apply`: show a plan, ask, carry it out; or go on with one that was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from qschema.apply.checks import check_plan
from qschema.apply.plan_file import load_plan
from qschema.cli import options
from qschema.cli.carrying import carry_out
from qschema.cli.confirm import confirm
from qschema.cli.failures import UsageError
from qschema.cli.migrating import migrate
from qschema.cli.opening import deployment_of
from qschema.cli.output import say, show
from qschema.cli.plan import warn_of_idle_grants
from qschema.cli.plan_options import Extent, extent
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.migrations.errors import PendingError
from qschema.migrations.pending import standing
from qschema.migrations.turns import rest_of_run
from qschema.planner.plan import Plan
from qschema.planner.render_lines import Role, Span
from qschema.planner.render_text import plan_lines


@command("apply")
@click.argument("file", metavar="[PLANFILE]", required=False, type=click.Path(path_type=Path))
@options.auto_approve
@extent
@options.lock_timeout
@options.wait_timeout
@click.option("--resume", is_flag=True, help="Go on with the last run, which was interrupted, with its own plan.")
@options.as_json
@click.pass_obj
def run(
    scope: Scope,
    /,
    file: Path | None,
    auto_approve: bool,
    lock_timeout: float,
    wait_timeout: float | None,
    resume: bool,
    as_json: bool,
    **about: Any,
) -> int:
    """Without PLANFILE a plan is made and shown, and carried out after a yes.

    Where migrations are saved (`qschema plan --save`), those that the instance has not had are carried out, in order.

    PLANFILE is what `qschema plan --out` wrote. It was looked at when it was saved, so nothing is asked again. It is
    refused if it was altered, was made for another instance, or if the instance has changed since.

    Ctrl-C stops after the step that is under way; a second one stops at once.
    """
    _check_usage(file, Extent(**about), resume)
    deployment = deployment_of(scope)
    stands = standing(deployment)
    start, begun = 0, deployment.begun
    again: Callable[[], Plan] | None = None
    if resume:
        rest = rest_of_run(deployment, stands.pending)
        plan, start, begun = rest.plan, rest.start, replace(begun, resumes=rest.run, migration=rest.migration)
        if not as_json:
            of = f" of migration {rest.migration.name}" if rest.migration else ""
            say(f"Goes on with run {rest.run[:8]}{of} at step {start + 1} of {len(plan.steps)}.")
    elif file is not None:
        if stands.pending:
            raise PendingError(f"the plan in {file}", stands.waiting)
        plan = load_plan(file)
    else:
        if last := deployment.unfinished():
            say(Span("Note: ", Role.CHANGE), f"{last} did not end. `qschema apply --resume` goes on with its plan.")
        if stands.pending:
            return migrate(
                deployment,
                stands,
                Extent(**about),
                auto_approve=auto_approve,
                as_json=as_json,
                lock_timeout=lock_timeout,
                wait_timeout=wait_timeout,
            )
        again = partial(deployment.plan, **about)
        plan = again()
    if not as_json:
        show(plan_lines(plan))
    warn_of_idle_grants(plan)
    check_plan(plan)
    if plan.steps:
        confirm(f"Do this to {deployment.place}?", given=auto_approve or resume or file is not None)
    code = carry_out(
        deployment,
        plan,
        begun,
        lock_timeout=lock_timeout,
        wait_timeout=wait_timeout,
        as_json=as_json,
        start=start,
        again=again,
    )
    later = [one.name for one in stands.waiting if one.id != begun.migration]
    if later and not code:
        say(f"qschema apply carries out what comes after it: {', '.join(later)}.")
    return code


def _check_usage(file: Path | None, about: Extent, resume: bool) -> None:
    if file is not None and resume:
        raise UsageError("--resume has its own plan", fix="give either PLANFILE or --resume")
    if about.said and (file is not None or resume):
        raise UsageError(
            f"{about.said[0]} has no effect on a saved plan",
            why="what it is about, and what it may destroy, was settled when it was made",
            fix=f"give {about.said[0]} to qschema plan --out",
        )
