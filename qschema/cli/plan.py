"""`qschema plan`: what it takes; nothing is changed."""

from __future__ import annotations

from pathlib import Path

import click

from qschema.apply.plan_file import save_plan
from qschema.apply.planning import plan_for
from qschema.cli import options
from qschema.cli.opening import opened, place_of
from qschema.cli.output import say, show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.planner.plan import Plan, covered
from qschema.planner.render_json import render_json
from qschema.planner.render_lines import Role, Span
from qschema.planner.render_text import plan_lines
from qschema.schema.loader import load_schema
from qschema.schema.project import load_project

DONE, IMPOSSIBLE, CHANGES = 0, 1, 2


@command("plan")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there is something to change.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Save the plan for `qschema apply FILE`.")
@options.as_json
@options.allow_destroy
@click.pass_obj
def run(scope: Scope, detailed_exitcode: bool, out: Path | None, as_json: bool, granted: tuple[str, ...]) -> int:
    """Nothing is written, neither to the instance nor to its ledger; a key that only reads is enough."""
    project = load_project(scope.directory)
    schema = load_schema(project, scope.environment_of(project))
    place = place_of(scope, project)
    with opened(place) as client:
        plan = plan_for(client, schema, place=str(place), granted=granted)
    if as_json:
        show_json(render_json(plan))
    else:
        show(plan_lines(plan))
    warn_of_idle_grants(plan)
    if plan.impossible:
        return IMPOSSIBLE
    if out is not None:
        save_plan(plan, out)
        say(f"Saved. To carry out exactly this: qschema apply {out}")
    return CHANGES if detailed_exitcode and not plan.empty else DONE


def warn_of_idle_grants(plan: Plan) -> None:
    """Say which addresses were granted and cover nothing that is destroyed: they may be mistyped."""
    for grant in plan.granted:
        if not any(step.destructive and covered(step.address, (grant,)) for step in plan.steps):
            say(Span("Note: ", Role.STRONG), f"--allow-destroy {grant} covers nothing that this plan destroys.")
