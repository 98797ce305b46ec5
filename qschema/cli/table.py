"""The table of commands: what `qschema --help` shows of them without importing a single one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click

SUMMARIES = {
    "init": "Write a project file and an example schema to start from.",
    "plan": "Show what it takes to bring the instance to what is declared.",
    "check": "Tell whether what is declared was saved as migrations.",
    "apply": "Carry out a plan.",
    "rollback": "Take back what a run has done.",
    "reindex": "Replace a collection by a copy, phase by phase; go back, or clean up.",
    "status": "Show how the instance stands to what is declared.",
    "verify": "Show whether a copy of a collection may take its place.",
    "history": "Show what was applied, when and by whom.",
    "show": "Show one run: its plan, and what it did.",
    "snapshot": "List snapshots, take some, recover one, remove old ones.",
    "unlock": "Show who holds the lock, and free it.",
    "import": "Write the collections of an instance as declarations.",
    "export": "Write what the project declares, as YAML or as Python.",
    "fmt": "Put schema files into their canonical form.",
    "json-schema": "Write the JSON Schema of a project's files, for editors.",
    "import-local": "Take over a folder of the official client's local mode.",
    "copy": "Copy the points of a collection into another one.",
    "serve": "Serve an embedded instance behind Qdrant's own API.",
}

_MODULES = {"import": "import_", "import-local": "import_local", "json-schema": "json_schema"}


def command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """Return a decorator that makes the command `name` of a function; its docstring explains what the table sums up."""

    def decorate(function: Callable[..., int]) -> click.Command:
        return click.command(name, help=f"{SUMMARIES[name]}\n\n{cleandoc(function.__doc__ or '')}")(function)

    return decorate


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands in the order of the table."""
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None if there is none of that name."""
        if cmd_name not in SUMMARIES:
            return None
        found: Any = import_module(f"qschema.cli.{_MODULES.get(cmd_name, cmd_name)}")
        one: click.Command = found.run
        return one

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; a mistyped one is answered with the one that was meant."""
        if args and args[0] not in SUMMARIES and not args[0].startswith("-"):
            from difflib import get_close_matches

            meant = get_close_matches(args[0], SUMMARIES, 1)
            hint = f": did you mean {meant[0]}?" if meant else ""
            raise click.UsageError(f"there is no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table into the help text."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))
