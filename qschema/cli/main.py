"""The entry point: run a command, turn whatever ends it into an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

DONE, FAILED, INTERRUPTED, TERMINATED = 0, 1, 130, 143


class Terminated(KeyboardInterrupt):
    """The process was told to end, as a cancelled CI job is; a run gives back its lock on the way out."""


def main() -> NoReturn:
    """Run the command that the process was started with, and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an arrow must not end a command on an ASCII terminal
    signal.signal(signal.SIGTERM, _terminate)
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as problem:
        code = _not_written(problem)
    sys.exit(code)


def run(args: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 an error, 2 changes; 130 interrupted, 143 terminated."""
    from qschema.cli.group import cli
    from qschema.cli.said_warnings import warnings_said

    try:
        with warnings_said():
            code: int | None = cli.main(args=list(args), prog_name="qschema", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort) as end:
        click.echo("\nInterrupted. What was done stays done; `qschema plan` shows what is left.", err=True)
        return TERMINATED if isinstance(end.__context__ or end, Terminated) else INTERRUPTED  # click wraps it
    except Exception as problem:
        from qschema.cli.failures import report

        report(problem, as_json="--json" in args, debug="--debug" in args)
        return FAILED
    return code or DONE


def _terminate(_signal: int, _frame: object) -> NoReturn:
    raise Terminated


def _not_written(problem: OSError) -> int:
    """Tell that the output could not be written; quietly where whoever read it (`| head`) has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be flushed goes nowhere
    if not isinstance(problem, BrokenPipeError):
        click.echo(f"Error: the output could not be written: {problem.strerror}", err=True)
    return FAILED
