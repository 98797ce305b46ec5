"""`qschema verify`: whether a copy of a collection may take the original's place."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from qschema.apply.place import place_of as instance_of
from qschema.apply.verifying import SearchedSide, embeds_of, queries_of, read_queries, verify
from qschema.apply.verifying.checking import READY_SECONDS
from qschema.apply.verifying.rendering import render_markdown, report_lines, write_report
from qschema.cli import options
from qschema.cli.duration import seconds
from qschema.cli.failures import UsageError
from qschema.cli.opening import place_of, project_if_any
from qschema.cli.output import say, show, show_json, write
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.schema.loader import load_schema
from qschema.schema.project import Project
from qschema.schema.spec import CollectionSpec

PASSED, FAILED = 0, 2


@command("verify")
@click.argument("old")
@click.argument("new")
@click.option("--to-env", metavar="NAME", help="NEW is on the instance of this environment.")
@click.option("--to-url", metavar="URL", help="NEW is on this Qdrant server.")
@click.option("--to-path", metavar="DIR", type=click.Path(path_type=Path), help="NEW is in this embedded instance.")
@click.option(
    "--queries", metavar="FILE", type=click.Path(path_type=Path), help="Saved queries, in place of the declared ones."
)
@click.option("--report", metavar="DIR", type=click.Path(path_type=Path), help="Write a report with plots into DIR.")
@click.option(
    "--wait-timeout",
    metavar="DURATION",
    callback=seconds,
    default=f"{READY_SECONDS:g}s",
    show_default=True,
    help="How long to wait for NEW's optimiser.",
)
@options.as_json
@click.option("--markdown", is_flag=True, help="Print it as Markdown, for a comment.")
@click.pass_obj
def run(
    scope: Scope,
    old: str,
    new: str,
    to_env: str | None,
    to_url: str | None,
    to_path: Path | None,
    queries: Path | None,
    report: Path | None,
    wait_timeout: float,
    as_json: bool,
    markdown: bool,
) -> int:
    """OLD is a collection or an alias, NEW its copy, on the same instance if nothing else is said.

    Counts, ids, payloads and vectors have to be the same; beside that, what lifecycle.verify of the declaration of OLD
    (or of NEW) requires. Nothing is written. Exits with 2 if something required doesn't hold.
    """
    if as_json and markdown:
        raise UsageError("--json and --markdown exclude each other", fix="give one of them")
    project = project_if_any(scope.directory)
    spec = _declared(scope, project, old, new)
    required = spec.lifecycle.verify if spec.lifecycle else None
    place = there = place_of(scope, project)
    if to_env or to_url or to_path:
        there = instance_of(project, env=to_env, url=to_url, path=to_path)
    with ExitStack() as stack:
        client = stack.enter_context(place.opened())
        other = client if there == place else stack.enter_context(there.opened())
        found = verify(
            SearchedSide(client, old, str(place), embeds_of(spec)),
            SearchedSide(other, new, str(there), embeds_of(spec)),
            required,
            queries=read_queries(queries) if queries else queries_of(required, scope.directory),
            ready_seconds=wait_timeout,
        )
    if as_json:
        show_json(found.as_json())
    elif markdown:
        write(render_markdown(found))
    else:
        show(report_lines(found))
    if report is not None:
        write_report(found, report)
        say(f"Written to {report}: report.md, report.json and the plots.")
    return PASSED if found.passed else FAILED


def _declared(scope: Scope, project: Project | None, *names: str) -> CollectionSpec:
    """Return the declaration of the first of several collections that has one; an empty one if none has."""
    if project is None:
        return CollectionSpec()
    collections = load_schema(project, scope.environment_of(project)).collections
    return next((collections[name].spec for name in names if name in collections), CollectionSpec())
