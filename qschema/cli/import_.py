"""`qschema import`: what is there, as declarations in a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import click

from qschema.cli.files import write_new
from qschema.cli.formats import chosen_format, written
from qschema.cli.opening import opened, place_of, project_if_any
from qschema.cli.output import say, write
from qschema.cli.scope import Scope
from qschema.cli.table import command
from qschema.errors import QschemaError
from qschema.planner.render_lines import Role, Span
from qschema.schema.importing import importable
from qschema.schema.inspect import inspect
from qschema.schema.loader import load_schema
from qschema.schema.project import Project

DEFAULTS = {"yaml": Path("schema") / "imported.yaml", "python": Path("imported.py")}
"""The file to write for each format, in the project's folder."""


class NotImportableError(QschemaError):
    """Collections were named that can't be imported."""

    code: ClassVar[str] = "cli.not-importable"

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(
            f"can't be imported: {', '.join(reasons)}",
            why="; ".join(f"{name}: {reason}" for name, reason in reasons.items()),
            fix="name others, or none to import all that can be",
        )


@command("import")
@click.argument("names", metavar="[COLLECTION]...", nargs=-1)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"The file to write.  [default: {DEFAULTS['yaml']} or {DEFAULTS['python']}, in the project's folder]",
)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@chosen_format
@click.option("--dry-run", is_flag=True, help="Print what would be written to stdout, and write nothing.")
@click.pass_obj
def run(scope: Scope, names: tuple[str, ...], out: Path | None, overwrite: bool, as_format: str, dry_run: bool) -> int:
    """Without COLLECTION it takes all that are neither declared already nor another project's.

    Only a file is written; the instance stays as it is. The next plan has nothing to change: it only adopts what was
    imported, which marks it as this project's.
    """
    project = project_if_any(scope.directory)
    file = out or scope.directory / DEFAULTS[as_format]
    place = place_of(scope, project)
    with opened(place) as client:
        instance = inspect(client, names)
    declared = _declared(scope, project, replaced=file if overwrite else None)
    found = importable(instance, project=project.name if project else None, declared=declared, names=names)
    if names and found.left:
        raise NotImportableError(found.left)
    for name, reason in found.left.items():
        say(f"Left out {name}: {reason}.")
    if not found.specs:
        say("There is nothing to import.")
        return 0
    text = written(found.specs, as_format)
    if dry_run:
        write(text)
        return 0
    write_new(file, text, overwrite=overwrite)
    say(f"Wrote {file}: {', '.join(found.specs)}.")
    if project is None:
        say("Next: qschema init, then qschema plan")
    elif not _named(project, file):
        kind = "module" if as_format == "python" else "file"
        say(Span("Note: ", Role.STRONG), f"no entry of schemas: in qschema.yaml names this {kind} yet.")
    else:
        say("Next: qschema plan")
    return 0


def _declared(scope: Scope, project: Project | None, *, replaced: Path | None) -> set[str]:
    """Return the names that the project declares, apart from those in the file that is to be replaced."""
    if project is None:
        return set()
    schema = load_schema(project, scope.environment_of(project))
    gone = replaced.resolve() if replaced else None
    return {name for name, one in schema.collections.items() if (project.directory / one.source.file).resolve() != gone}


def _named(project: Project, file: Path) -> bool:
    """Tell whether an entry of `schemas` names a file, or the module that it is."""
    folder = project.directory.resolve()
    if file.suffix == ".py" and folder in file.resolve().parents:
        module = file.resolve().relative_to(folder).with_suffix("")
        return ".".join(module.parts) in project.schemas
    patterns = [entry for entry in project.schemas if entry.endswith((".yaml", ".yml"))]
    return any(file.resolve() == found.resolve() for one in patterns for found in project.directory.glob(one))
