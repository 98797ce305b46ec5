"""`qschema history`: what was applied, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
import orjson

from qschema.apply.history import Run, StepRun, export, history
from qschema.cli import options
from qschema.cli.failures import UsageError
from qschema.cli.measures import measured
from qschema.cli.opening import opened, place_of, project_if_any
from qschema.cli.output import say, show, show_json, write
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.cli.times import between, moment
from qschema.planner.render_lines import Line, Role, Span
from qschema.schema.secrets import redact

_ROLES = {"done": Role.ADD, "failed": Role.DESTROY, "interrupted": Role.DESTROY, "unfinished": Role.DESTROY}


@command("history")
@options.as_json
@click.option("--export", "whole", is_flag=True, help="Print every record of the ledger, a JSON object on each line.")
@click.pass_obj
def run(scope: Scope, as_json: bool, whole: bool) -> int:
    """The newest comes last. Without a qschema.yaml, the runs of all projects are shown."""
    if as_json and whole:
        raise UsageError("--json prints runs and --export prints records: give one of them")
    project = project_if_any(scope.directory)
    with opened(place_of(scope, project)) as client:
        if whole:
            for record in export(client):
                write(orjson.dumps(redact(record), option=orjson.OPT_APPEND_NEWLINE).decode())
            return 0
        runs = history(client, project.name if project else None)
    if as_json:
        show_json([one.as_json() for one in runs])
    elif runs:
        show(history_lines(runs, with_project=project is None))
    else:
        say("Nothing was applied here yet.")
    return 0


def history_lines(runs: Iterable[Run], *, with_project: bool) -> Iterator[Line]:
    """Yield the lines of runs."""
    for number, one in enumerate(runs):
        if number:
            yield ()
        outcome = Span(
            f"  {one.outcome} {between(one.started, one.ended)}".rstrip(), _ROLES.get(one.outcome, Role.CHANGE)
        )
        project = Span(f"  {one.project}" if with_project else "")
        yield Span(moment(one.started), Role.STRONG), project, outcome, Span(f"  by {one.who}")
        migration = Span(f"  migration {one.migration}" if one.migration else "", Role.DIM)
        yield Span(f"  {one.summary}", Role.DIM), Span(f"  run {one.id}", Role.DIM), migration
        for step in one.steps:
            yield from _step_lines(step)
        if one.error and not any(step.error == one.error for step in one.steps):
            yield (Span(f"  {one.error}", Role.DESTROY),)


def _step_lines(step: StepRun) -> Iterator[Line]:
    told = "" if step.outcome == "done" else f"  [{step.outcome}]"
    yield Span("    "), Span(step.address), Span(f": {step.words}"), Span(told, _ROLES.get(step.outcome, Role.CHANGE))
    if step.measures:
        yield (Span(f"      {measured(step.measures)}", Role.DIM),)
    if step.error:
        yield (Span(f"      {step.error}", Role.DESTROY),)
