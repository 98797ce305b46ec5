"""`qschema` itself: the options that say which project and which instance a command is about."""

from __future__ import annotations

from pathlib import Path

import click

from qschema._version import __version__
from qschema.cli.scope import Scope
from qschema.cli.table import LazyGroup


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done or nothing to do, 1 an error, 2 changes (only with plan --detailed-exitcode) "
    "or findings (only check, verify, reindex verify, and fmt --check).",
)
@click.option(
    "--project",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder that holds qschema.yaml.  [default: this one]",
)
@click.option("--env", metavar="NAME", help="Environment of qschema.yaml.  [default: its default_environment]")
@click.option("--url", metavar="URL", help="A Qdrant server, in place of an environment.")
@click.option(
    "--path",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of an embedded instance, in place of an environment.",
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an unexpected error.")
@click.version_option(__version__, prog_name="qschema", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, directory: Path, env: str | None, url: str | None, path: Path | None) -> None:
    """Keep the schema of a Qdrant vector database in version control and bring instances to it safely."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return
    if sum(place is not None for place in (env, url, path)) > 1:
        raise click.UsageError("--env, --url and --path name the instance in three ways: give one of them")
    ctx.obj = Scope(directory=directory, env=env, url=url, path=path)
