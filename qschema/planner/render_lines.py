"""What text for people is made of: lines of pieces, each with its role, so that a terminal can colour them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Role(str, Enum):
    """What a piece of a line is."""

    PLAIN = "plain"
    STRONG = "strong"
    DIM = "dim"
    ADD = "add"
    CHANGE = "change"
    REPLACE = "replace"
    DESTROY = "destroy"
    IMPOSSIBLE = "impossible"


class Span(NamedTuple):
    """A piece of a line."""

    text: str
    role: Role = Role.PLAIN


Line = tuple[Span, ...]


def plain(line: Line) -> str:
    """Return a line as text without colours."""
    return "".join(span.text for span in line).rstrip()
