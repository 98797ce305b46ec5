"""Everything that the command line prints: data to stdout, the rest to stderr, nothing unredacted."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

from qschema.planner.render_lines import Line, Role, Span
from qschema.schema.secrets import redact

_STYLES = {
    Role.STRONG: "bold",
    Role.DIM: "dim",
    Role.ADD: "green",
    Role.CHANGE: "yellow",
    Role.REPLACE: "magenta",
    Role.DESTROY: "red",
    Role.IMPOSSIBLE: "bold red",
}

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""Names come from outside; none of them moves the cursor or changes a colour."""


class _Console(Console):
    """A console that leaves it to the entry point what happens when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise


def show(lines: Iterable[Line]) -> None:
    """Print lines of data to stdout, in colour where that is a terminal and NO_COLOR is not set."""
    console = _Console(highlight=False)
    for line in lines:
        console.print(_text(line), soft_wrap=True)


def say(*line: Span | str) -> None:
    """Print one line about what is going on to stderr."""
    spans = tuple(Span(piece) if isinstance(piece, str) else piece for piece in line)
    _Console(stderr=True, highlight=False).print(_text(spans), soft_wrap=True)


def show_json(value: Any) -> None:
    """Print one JSON value to stdout."""
    plain = redact(value)  # before it is escaped: a secret with a quote in it looks different afterwards
    write(orjson.dumps(plain, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode() + "\n")


def write(text: str) -> None:
    """Write text to stdout as it is, apart from secrets."""
    sys.stdout.write(redact(text))
    sys.stdout.flush()


def _text(line: Line) -> Text:
    return Text.assemble(*((redact(span.text).translate(_CONTROLS), _STYLES.get(span.role, "")) for span in line))
