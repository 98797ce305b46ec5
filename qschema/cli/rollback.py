"""`qschema rollback`: take back what a run has done."""

from __future__ import annotations

from dataclasses import replace

import click

from qschema.apply.checks import check_plan
from qschema.apply.errors import CanNotRollBackError
from qschema.cli import options
from qschema.cli.carrying import carry_out
from qschema.cli.confirm import confirm
from qschema.cli.failures import UsageError
from qschema.cli.opening import deployment_of
from qschema.cli.output import show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.planner.render_json import render_json
from qschema.planner.render_text import plan_lines


@command("rollback")
@click.argument("run_id", metavar="[RUN]", default="")
@click.option("--steps", metavar="N", type=click.IntRange(min=1), help="Take back the last N steps instead of a run.")
@click.option("--plan", "only_plan", is_flag=True, help="Only show what would be done.")
@options.auto_approve
@options.allow_destroy
@options.lock_timeout
@options.wait_timeout
@options.as_json
@click.pass_obj
def run(
    scope: Scope,
    run_id: str,
    steps: int | None,
    only_plan: bool,
    auto_approve: bool,
    granted: tuple[str, ...],
    lock_timeout: float,
    wait_timeout: float | None,
    as_json: bool,
) -> int:
    """RUN is the id of a run, or its beginning, as `qschema history` shows it; without it, the last run is taken back.

    What the run did is undone in the opposite order. A step that can't be undone is shown with the reason, and then
    nothing is done.
    """
    if run_id and steps:
        raise UsageError("RUN and --steps exclude each other", fix="give one of them")
    deployment = deployment_of(scope)
    back = deployment.rollback(run=run_id, steps=steps, granted=granted)
    if as_json and only_plan:
        show_json(render_json(back.plan))
    elif not as_json:
        show(plan_lines(back.plan))
    if back.plan.impossible:
        raise CanNotRollBackError(back.plan)
    check_plan(back.plan)
    if only_plan:
        return 0
    if back.plan.steps:
        confirm(f"Do this to {deployment.place}?", given=auto_approve)
    begun = replace(deployment.begun, undoes=back.undoes)
    return carry_out(
        deployment, back.plan, begun, lock_timeout=lock_timeout, wait_timeout=wait_timeout, as_json=as_json
    )
