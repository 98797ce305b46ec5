"""Asking before something is changed; nobody is asked where nobody can answer."""

from __future__ import annotations

import sys

from qschema.cli.failures import DeclinedError, MissingFlagError
from qschema.cli.output import say
from qschema.planner.render_lines import Role, Span


def confirm(question: str, *, given: bool, flag: str = "--auto-approve") -> None:
    """Ask a question that only the word `yes` agrees to.

    Args:
        question: What is going to happen.
        given: Whether the flag was given; then nothing is asked.
        flag: The flag that answers the question in advance.

    Raises:
        MissingFlagError: There is no terminal to ask on.
        DeclinedError: The answer was not `yes`.
    """
    if given:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise MissingFlagError(
            "this needs a yes, and there is no terminal to ask for one", why=question, fix=f"give {flag} to agree"
        )
    say(Span(question, Role.STRONG), " Only 'yes' is taken for one.")
    sys.stderr.write("> ")
    sys.stderr.flush()
    if sys.stdin.readline().strip() != "yes":
        raise DeclinedError("the answer was not 'yes': nothing was changed")
