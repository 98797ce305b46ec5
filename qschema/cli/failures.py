"""The one place where whatever went wrong becomes text for people or JSON for machines."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from typing import ClassVar

import click

from qschema.cli.output import say, show_json
from qschema.errors import QschemaError
from qschema.planner.render_lines import Role, Span


class UsageError(QschemaError):
    """The command line can't be understood."""

    code: ClassVar[str] = "cli.usage"


class MissingFlagError(QschemaError):
    """A question would have to be asked, and there is nobody to answer it."""

    code: ClassVar[str] = "cli.needs-flag"


class DeclinedError(QschemaError):
    """Somebody was asked and did not say yes."""

    code: ClassVar[str] = "cli.declined"


class FileError(QschemaError):
    """A file can't be read or written."""

    code: ClassVar[str] = "cli.file"


class InternalError(QschemaError):
    """Something happened that nobody thought of."""

    code: ClassVar[str] = "internal"


def report(problem: Exception, *, as_json: bool, debug: bool) -> None:
    """Print what went wrong: JSON on stdout if that was asked for, else text on stderr.

    Args:
        problem: What went wrong.
        as_json: Whether the command was to print JSON.
        debug: Whether to print the traceback of what was not expected; so does the variable QSCHEMA_DEBUG.
    """
    error = as_error(problem)
    if as_json:
        show_json({"error": error.as_json()})
    else:
        for one in _each(error):
            _print(one)
    if isinstance(error, InternalError) and (debug or os.environ.get("QSCHEMA_DEBUG")):
        say("".join(traceback.format_exception(problem)))


def as_error(problem: Exception) -> QschemaError:
    """Return anything that went wrong as an error with code, what, where, why and fix."""
    if isinstance(problem, QschemaError):
        return problem
    if isinstance(problem, click.ClickException):
        return UsageError(problem.format_message(), fix=_usage_fix(problem))
    if isinstance(problem, OSError):
        return FileError(f"a file can't be used: {problem.strerror or problem}", where=str(problem.filename or ""))
    return InternalError(
        f"{type(problem).__name__}: {problem}",
        why="This should not have happened; it is a mistake in qschema.",
        fix="run it again with --debug, and report what that prints",
    )


def _usage_fix(problem: click.ClickException) -> str:
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    if context is None:
        return "qschema --help"
    root = context.find_root()
    before = {name for option in root.command.params for name in option.opts}
    if isinstance(problem, click.NoSuchOption) and problem.option_name in before and context is not root:
        return f"put it before the command: qschema {problem.option_name} … {context.info_name}"
    return f"{context.command_path} --help"


def _each(error: QschemaError) -> Iterator[QschemaError]:
    """Yield the errors of a group, or the error itself."""
    yield from getattr(error, "errors", (error,))


def _print(error: QschemaError) -> None:
    say(Span("Error: ", Role.IMPOSSIBLE), Span(error.what, Role.STRONG), Span(f"  [{error.code}]", Role.DIM))
    for text in (error.where, error.why):
        if text:
            say(f"  {text}")
    if error.fix:
        say(Span("  → ", Role.ADD), error.fix)
