"""`qschema show`: one run in all that is remembered of it."""

from __future__ import annotations

import click

from qschema.apply.run_details import details_of
from qschema.cli import options
from qschema.cli.history import history_lines
from qschema.cli.opening import opened, place_of, project_if_any
from qschema.cli.output import show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.planner.plan import FORMAT, Plan
from qschema.planner.render_text import plan_lines
from qschema.schema.project import Project


@command("show")
@click.argument("run_id", metavar="RUN")
@options.as_json
@click.pass_obj
def run(scope: Scope, run_id: str, as_json: bool) -> int:
    """RUN is the id of a run, or its beginning, as `qschema history` shows it. Its plan comes first, then what it did.

    --json prints the whole record, with what was there before each step.
    """
    project: Project | None = project_if_any(scope.directory)
    with opened(place_of(scope, project)) as client:
        one = details_of(client, project.name if project else None, run_id)
    if as_json:
        show_json(one.as_json())
        return 0
    if one.plan is not None and one.plan.get("format", 0) <= FORMAT:
        show(plan_lines(Plan.model_validate(one.plan)))
        show([()])
    show(history_lines([one.run], with_project=project is None))
    return 0
