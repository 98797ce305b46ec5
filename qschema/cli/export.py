"""`qschema export`: what a project declares, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from qschema.cli.files import write_new
from qschema.cli.formats import chosen_format, written
from qschema.cli.output import say, write
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.schema.loader import load_schema
from qschema.schema.project import load_project


@command("export")
@chosen_format
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="The file to write.  [default: print it to stdout]"
)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@click.pass_obj
def run(scope: Scope, as_format: str, out: Path | None, overwrite: bool) -> int:
    """It takes all declarations, YAML and Python alike, so it turns the one into the other.

    What the project's defaults say is put into each collection, and variables are replaced. What an environment
    overrides counts only if --env names it.
    """
    schema = load_schema(load_project(scope.directory), scope.env)
    text = written({name: one.spec for name, one in schema.collections.items()}, as_format)
    if out is None:
        write(text)
        return 0
    write_new(out, text, overwrite=overwrite)
    say(f"Wrote {out}: {', '.join(schema.collections) or 'no collections'}.")
    return 0
