"""`qschema fmt`: schema files in their canonical form."""

from __future__ import annotations

from pathlib import Path

import click

from qschema.cli.output import say
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.schema.declarations import schema_files
from qschema.schema.errors import Problems, SchemaError, SchemaErrors
from qschema.schema.files import unreadable, write_whole
from qschema.schema.formatting import formatted
from qschema.schema.project import load_project

CHANGES = 2


@command("fmt")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 2 if a file isn't in its canonical form.")
@click.pass_obj
def run(scope: Scope, files: tuple[Path, ...], check: bool) -> int:
    """Without FILE it is all YAML files that the project's `schemas` names.

    It settles the order of keys, short forms, quotes and line breaks. What a file says stays the same, and so do its
    comments, anchors and variables.
    """
    problems = Problems()
    chosen = _chosen(scope, files, problems)
    changed = {shown: text for shown, path in chosen.items() if (text := _reformed(shown, path, problems))}
    problems.raise_if_any()
    for shown, text in changed.items():
        if check:
            say(f"{shown} isn't in its canonical form.")
        else:
            write_whole(chosen[shown], text.encode())
            say(f"Formatted {shown}.")
    return CHANGES if check and changed else 0


def _chosen(scope: Scope, files: tuple[Path, ...], problems: Problems) -> dict[str, Path]:
    if files:
        return {str(file): file for file in files}
    return schema_files(load_project(scope.directory), problems)


def _reformed(shown: str, path: Path, problems: Problems) -> str:
    """Return a file's canonical form; nothing for one that has it already, or that has mistakes."""
    try:
        content = path.read_bytes()
        text = formatted(content, shown)
    except OSError as error:
        problems.add(unreadable(error, shown))
    except SchemaErrors as error:
        for one in error.errors:
            problems.add(one)
    except SchemaError as error:
        problems.add(error)
    else:
        return text if text.encode() != content else ""
    return ""
