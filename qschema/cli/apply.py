"""`qschema apply`: show a plan, ask, carry it out."""

from __future__ import annotations

from pathlib import Path

import click

from qschema.apply.checks import check_plan
from qschema.apply.plan_file import load_plan
from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.cli import options
from qschema.cli.confirm import confirm
from qschema.cli.duration import seconds
from qschema.cli.failures import UsageError
from qschema.cli.opening import Place, opened, place_of
from qschema.cli.output import say, show
from qschema.cli.plan import warn_of_idle_grants
from qschema.cli.progress import Progress, told
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.planner.plan import Plan
from qschema.planner.render_lines import Role, Span
from qschema.planner.render_text import plan_lines
from qschema.schema.loader import load_schema
from qschema.schema.project import Project, load_project


@command("apply")
@click.argument("file", metavar="[PLANFILE]", required=False, type=click.Path(path_type=Path))
@options.auto_approve
@options.allow_destroy
@click.option(
    "--lock-timeout",
    metavar="DURATION",
    callback=seconds,
    default="0s",
    show_default=True,
    help="How long to wait for another run to end.",
)
@click.pass_obj
def run(scope: Scope, file: Path | None, auto_approve: bool, granted: tuple[str, ...], lock_timeout: float) -> int:
    """Without PLANFILE a plan is made and shown, and carried out after a yes.

    PLANFILE is what `qschema plan --out` wrote. It was looked at when it was saved, so nothing is asked again. It is
    refused if it was altered, was made for another instance, or if the instance has changed since.
    """
    project = load_project(scope.directory)
    place = place_of(scope, project)
    if file is None:
        plan = _planned(scope, project, place, granted)
    elif granted:
        raise UsageError(
            "--allow-destroy has no effect on a saved plan",
            why="what it may destroy was settled when it was made",
            fix="give --allow-destroy to qschema plan --out",
        )
    else:
        plan = load_plan(file)
    show(plan_lines(plan))
    warn_of_idle_grants(plan)
    check_plan(plan)
    if plan.steps:
        confirm(f"Do this to {place}?", given=auto_approve or file is not None)
    if not plan.idle:
        with opened(place, to_write=True) as client:
            apply_plan(
                client,
                plan,
                place=str(place),
                alone=place.path is not None,
                lock_timeout=lock_timeout,
                watch=Progress(plan),
            )
    if plan.steps:
        say(Span(told(plan), Role.STRONG))
    return 0


def _planned(scope: Scope, project: Project, place: Place, granted: tuple[str, ...]) -> Plan:
    schema = load_schema(project, scope.environment_of(project))
    with opened(place) as client:
        return plan_for(client, schema, place=str(place), granted=granted)
