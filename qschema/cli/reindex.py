"""`qschema reindex`: a collection is replaced by a copy, in phases that somebody decides about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from qschema.apply.checks import check_plan
from qschema.apply.deployment import Deployment
from qschema.apply.errors import ImpossiblePlanError
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.errors import NothingToCopyError
from qschema.apply.reindex.holding import lifecycle_of
from qschema.apply.reindex.plans import plan_abort, plan_cleanup, plan_revert
from qschema.apply.reindex.proving import report_on
from qschema.apply.reindex.staging import plan_stage
from qschema.apply.reindex.state import Reindex, reindexes
from qschema.apply.verifying.rendering import report_lines
from qschema.cli import options
from qschema.cli.carrying import carry_out
from qschema.cli.columns import columns
from qschema.cli.confirm import confirm
from qschema.cli.opening import deployment_of
from qschema.cli.output import show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import SUMMARIES
from qschema.planner.plan import Plan
from qschema.planner.render_text import plan_lines
from qschema.planner.steps import VerifyCopy

PASSED, FAILED = 0, 2

F = TypeVar("F", bound=Callable[..., Any])

_NAME = click.argument("name", metavar="COLLECTION")


def _carried_out(command: F) -> F:
    """Add what every command takes that shows a plan of one collection, asks, and carries it out."""
    for add in (options.as_json, options.lock_timeout, options.auto_approve, _NAME):
        command = add(command)
    return command


@click.group("reindex", help=SUMMARIES["reindex"], invoke_without_command=True)
@click.pass_context
def run(ctx: click.Context) -> None:
    """Say what there is to be done, if nothing is wanted."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@run.command()
@click.argument("names", metavar="[COLLECTION]...", nargs=-1)
@options.as_json
@click.pass_obj
def status(scope: Scope, names: tuple[str, ...], as_json: bool) -> int:
    """Show which generations of each COLLECTION are there, and how far a copy is; without one, of all declared ones."""
    deployment = deployment_of(scope)
    with deployment.place.opened() as client:
        found = reindexes(client, deployment.schema, names or sorted(deployment.schema.collections))
    if as_json:
        show_json({"reindexes": [one.as_json() for one in found]})
    else:
        show(columns(("collection", "serves", "newer", "older", "state"), [_row(one) for one in found]))
    return 0


def _row(one: Reindex) -> tuple[str, ...]:
    found = one.generations
    serving = f"{found.serving.name} ({found.serving.points:,} points)" if found.serving else "–"
    older = [found.name if each is found.hidden else each.name for each in found.older]
    newer = [each.name for each in found.newer]
    return (found.name, serving, ", ".join(newer) or "–", ", ".join(older) or "–", one.words)


@run.command()
@_carried_out
@options.wait_timeout
@click.pass_obj
def start(scope: Scope, /, name: str, **how: Any) -> int:
    """Copy COLLECTION into a new generation and verify that; nobody is switched over. Called again, it goes on."""
    deployment = deployment_of(scope)
    plan = _copying(deployment, name)
    steps = plan.steps
    last = max(index for index, step in enumerate(steps) if isinstance(step, VerifyCopy))
    started = plan.model_copy(update={"steps": steps[: last + 1], "records": {}})
    return _carry_out(deployment, started, **how)


@run.command()
@_NAME
@options.as_json
@click.pass_obj
def verify(scope: Scope, name: str, as_json: bool) -> int:
    """Hold the copy of COLLECTION against what serves. Exits with 2 if it doesn't show what it has to."""
    deployment = deployment_of(scope)
    step = next(step for step in _copying(deployment, name).steps if isinstance(step, VerifyCopy))
    with deployment.place.opened() as client:
        errand = Errand(client=client, project=deployment.project, check=lambda: None, directory=deployment.directory)
        report = report_on(errand, step)
    if as_json:
        show_json(report.as_json())
    else:
        show(report_lines(report))
    return PASSED if report.passed else FAILED


@run.command()
@_carried_out
@click.option("--share", type=click.IntRange(0, 100), required=True, metavar="PERCENT", help="How many; 0 for none.")
@click.pass_obj
def stage(scope: Scope, /, name: str, share: int, **how: Any) -> int:
    """Have a share of the readers of COLLECTION, chosen by their keys (StagedReads), read from its copy."""
    deployment = deployment_of(scope)
    return _carry_out(deployment, _planned(deployment, plan_stage, name, share=share), **how)


@run.command()
@_carried_out
@options.wait_timeout
@options.allow_destroy
@click.pass_obj
def promote(scope: Scope, /, name: str, granted: tuple[str, ...], **how: Any) -> int:
    """Catch up with what was written since, verify once more, and switch everybody over."""
    deployment = deployment_of(scope)
    return _carry_out(deployment, _copying(deployment, name, granted), **how)


@run.command()
@_carried_out
@click.pass_obj
def revert(scope: Scope, /, name: str, **how: Any) -> int:
    """Switch everybody back to the generation of COLLECTION that served before."""
    deployment = deployment_of(scope)
    return _carry_out(deployment, _planned(deployment, plan_revert, name), **how)


@run.command()
@_carried_out
@click.pass_obj
def abort(scope: Scope, /, name: str, **how: Any) -> int:
    """Give up the copy of COLLECTION, and remove it; what serves stays as it is."""
    deployment = deployment_of(scope)
    return _carry_out(deployment, _planned(deployment, plan_abort, name), **how)


@run.command()
@_carried_out
@click.option("--ignore-hold", is_flag=True, help="Don't wait until the hold (lifecycle.hold) is over.")
@click.pass_obj
def cleanup(scope: Scope, /, name: str, ignore_hold: bool, **how: Any) -> int:
    """Remove the generations of COLLECTION that served before, after a snapshot; there is no other way back then."""
    deployment = deployment_of(scope)
    lifecycle = None if ignore_hold else lifecycle_of(deployment.schema, name)
    plan = _planned(deployment, plan_cleanup, name, snapshots=deployment.snapshots.before, lifecycle=lifecycle)
    return _carry_out(deployment, plan, **how)


def _planned(deployment: Deployment, make: Callable[..., Plan], name: str, **about: Any) -> Plan:
    with deployment.place.opened() as client:
        return make(client, deployment.project, name, place=str(deployment.place), **about)


def _copying(deployment: Deployment, name: str, granted: tuple[str, ...] = ()) -> Plan:
    """Return the plan of one collection, which copies it. What it destroys, if anything, is the switch's business.

    Raises:
        ImpossiblePlanError: Something in it is impossible.
        NothingToCopyError: It takes no copy.
    """
    plan = deployment.plan(only=(name,), granted=granted)
    if plan.impossible:
        raise ImpossiblePlanError(plan)
    if not any(isinstance(step, VerifyCopy) for step in plan.steps):
        raise NothingToCopyError(name)
    return plan


def _carry_out(
    deployment: Deployment,
    plan: Plan,
    *,
    auto_approve: bool,
    as_json: bool,
    lock_timeout: float,
    wait_timeout: float | None = None,
) -> int:
    if not as_json:
        show(plan_lines(plan))
    check_plan(plan)
    if not plan.idle:
        confirm(f"Do this to {deployment.place}?", given=auto_approve)
    return carry_out(
        deployment, plan, deployment.begun, lock_timeout=lock_timeout, wait_timeout=wait_timeout, as_json=as_json
    )
