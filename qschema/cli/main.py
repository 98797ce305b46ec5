"""The entry point: run a command, turn whatever ends it into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

DONE, FAILED, INTERRUPTED = 0, 1, 130


def main() -> NoReturn:
    """Run the command that the process was started with, and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an arrow must not end a command on an ASCII terminal
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 an error, 2 changes or findings, 130 interrupted."""
    from qschema.cli.group import cli

    try:
        code: int | None = cli.main(args=list(args), prog_name="qschema", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted. What was done stays done; `qschema plan` shows what is left.", err=True)
        return INTERRUPTED
    except Exception as problem:
        from qschema.cli.failures import report

        report(problem, as_json="--json" in args, debug="--debug" in args)
        return FAILED
    return code or DONE
