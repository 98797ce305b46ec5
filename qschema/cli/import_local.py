"""`qschema import-local`: a folder of the official client's local mode becomes an embedded instance."""

from __future__ import annotations

from pathlib import Path

import click

from qschema.cli.failures import UsageError
from qschema.cli.output import say
from qschema.cli.scope import Scope
from qschema.cli.table import command


@command("import-local")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def run(scope: Scope, folder: Path) -> int:
    """FOLDER is what qdrant_client.QdrantClient(path=...) was given; it stays as it is.

    Collections, points and aliases are copied into a new embedded instance, whose folder stands before the command:
    qschema --path DIR import-local FOLDER. Nothing that is in the folder is ever run.
    """
    if scope.path is None:
        raise UsageError("where to is missing", fix=f"qschema --path DIR import-local {folder}")
    from qschema.client.embedded.importing import import_local_folder

    for one in import_local_folder(folder, scope.path):
        say(f"{one.name}: {one.points:,} points")
    return 0
