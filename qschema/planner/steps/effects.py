"""What a step means for others: who notices it, and whether it can be taken back."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Notice(NamedTuple):
    """What those who use the collection notice; empty where they notice nothing.

    Attributes:
        readers: What those who search and read notice.
        writers: What those who write notice.
    """

    readers: str = ""
    writers: str = ""


class Undo(str, Enum):
    """How a step can be taken back."""

    LOSSLESS = "lossless"
    """By a step that brings back exactly what was there."""
    SNAPSHOT = "snapshot"
    """Only from a snapshot that was taken before."""
    NONE = "none"
    """Not at all."""


class Reversal(NamedTuple):
    """Whether a step can be taken back, and how.

    Attributes:
        kind: By what.
        how: What it takes, in words.
    """

    kind: Undo
    how: str
