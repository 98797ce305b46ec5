"""Warnings of the client, such as that a key travels unencrypted, told as everything else is told."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def warnings_said() -> Iterator[None]:
    """Print warnings to stderr as lines, within a `with` block."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = _say
        yield


def _say(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    from qschema.cli.output import say
    from qschema.planner.render_lines import Role, Span

    say(Span("Warning: ", Role.CHANGE), str(message))
