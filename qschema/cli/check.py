"""`qschema check`: whether the declaration is what the saved migrations lead to."""

from __future__ import annotations

import click

from qschema.cli import options
from qschema.cli.output import say, show, show_json
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.migrations.drafting import draft
from qschema.migrations.migration import FOLDER
from qschema.migrations.order import check_one_head, in_order
from qschema.migrations.reading import read_migrations
from qschema.planner.render_lines import Span
from qschema.schema.loader import load_schema
from qschema.schema.project import load_project

AGREES, DISAGREES = 0, 2


@command("check")
@options.as_json
@click.pass_obj
def run(scope: Scope, as_json: bool) -> int:
    """It looks at files only, and exits with 2 if something is declared that nobody has saved yet.

    A migration that was edited, one that is missing, and two that both want to be the last one are errors.
    """
    project = load_project(scope.directory)
    saved = in_order(read_migrations(project.directory))
    check_one_head(saved)
    migration = draft(saved, load_schema(project), "check").migration
    names = (*migration.declared, *migration.removed) if saved else ()
    agrees = not names
    if as_json:
        steps = () if agrees else migration.steps
        show_json({"agrees": agrees, "saved": [one.name for one in saved], "differing": names, "steps": steps})
    elif not saved:
        say(f"No migrations are saved in {FOLDER}/; qschema plan and qschema apply do without.")
    elif agrees:
        say(f"The declaration is what the saved migrations lead to. The last one is {saved[-1].name}.")
    else:
        show((Span(step),) for step in migration.steps)
        say(f"Not saved yet: {', '.join(names)}. To save it: qschema plan --save NAME")
    return AGREES if agrees else DISAGREES
