"""`qschema json-schema`: what editors need to complete and check a project's files."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from qschema.cli.files import write_new
from qschema.cli.output import say, show_json
from qschema.cli.table import command
from qschema.schema.json_schema import FileKind, json_schema


@command("json-schema")
@click.argument("kind", metavar="[schema|project]", type=click.Choice(get_args(FileKind)), default="schema")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="The file to write.  [default: print it to stdout]"
)
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
def run(kind: FileKind, out: Path | None, overwrite: bool) -> int:
    """Without an argument it is that of a schema file; `project` is that of qschema.yaml.

    Editors that know YAML take it by a comment in the file's first line: # yaml-language-server: $schema=FILE
    """
    if out is None:
        show_json(json_schema(kind))
        return 0
    import orjson

    write_new(out, orjson.dumps(json_schema(kind), option=orjson.OPT_INDENT_2).decode() + "\n", overwrite=overwrite)
    say(f"Wrote {out}.")
    return 0
