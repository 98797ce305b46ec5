"""`qschema init`: a project file and an example schema to start from."""

from __future__ import annotations

import re
from pathlib import Path

import click

from qschema.cli.failures import FileError, UsageError
from qschema.cli.files import write_new
from qschema.cli.output import say
from qschema.cli.scope import Scope
from qschema.cli.table import command

NAME = r"[a-z0-9][a-z0-9_-]{0,63}"

PROJECT_FILE = """\
# A qschema project. `qschema plan` shows what it takes, `qschema apply` does it.
project: {name}

# Where collections are declared: globs of YAML files, or Python modules with model classes, such as app.models.
schemas: [schema/*.yaml]

# Where instances live. ${{NAME}} takes a value from the environment, ${{NAME:-default}} has a default.
environments:
  local: {{path: .qschema/local}}                 # the embedded engine, in a folder
  # prod: {{url: "${{QDRANT_URL}}", api_key: "${{QDRANT_API_KEY}}"}}
default_environment: local
"""

EXAMPLE = """\
# Collections are declared as Qdrant's own create body; what it can't say (payload_indexes, aliases) stands beside it.
collections:
  articles:
    vectors:
      text: {size: 384, distance: Cosine}
    sparse_vectors:
      words: {modifier: idf}
    payload_indexes:
      tenant: {type: keyword, is_tenant: true}
      published: datetime
    aliases: [docs]
"""


@command("init")
@click.argument("name", required=False)
@click.pass_obj
def run(scope: Scope, name: str | None) -> int:
    """NAME is the project's name; by default it is made from the folder's.

    Nothing that exists is overwritten, and where there are declarations already (`qschema import` writes them) no
    example is added.
    """
    if name is not None and not re.fullmatch(NAME, name):
        raise UsageError(f"{name!r} is no name for a project", fix="small letters, digits, - and _, at most 64 of them")
    project_file, example = scope.directory / "qschema.yaml", scope.directory / "schema" / "example.yaml"
    if project_file.exists():
        raise FileError("there is a project here already", where=str(project_file), fix="qschema plan")
    declared = any(example.parent.glob("*.yaml"))
    write_new(project_file, PROJECT_FILE.format(name=name or project_name(scope.directory)))
    say(f"Wrote {project_file}.")
    if not declared:
        write_new(example, EXAMPLE)
        say(f"Wrote {example}.")
    say("Next: qschema plan")
    return 0


def project_name(directory: Path) -> str:
    """Return a folder's name as the name of a project: `[a-z0-9][a-z0-9_-]{0,63}`."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", directory.resolve().name.lower()).strip("-_")
    return plain[:64] or "project"
