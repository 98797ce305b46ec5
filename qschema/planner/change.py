"""What differs between a declaration and an instance: the nouns of a plan."""

from __future__ import annotations

from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict


class ChangeClass(str, Enum):
    """What a change takes, as the classes of `docs/planning.md`; the value is the sign that it wears in a plan."""

    CREATE = "+"
    IN_PLACE = "~"
    REFILL = "±"
    REPLACE = "-/+"
    DESTROY = "-"
    IMPOSSIBLE = "!"


class Origin(str, Enum):
    """Who made the difference."""

    CHANGE = "change"
    """The declaration says something new."""
    DRIFT = "drift"
    """Somebody changed the instance after the last apply; the declaration says what it said then."""


class Change(BaseModel):
    """One difference.

    Attributes:
        address: What differs, as a path that starts with the declared name: `articles/hnsw_config/m`.
        before: The value that the instance shows; None where there is none.
        after: The value that is declared; None where the thing is to go.
        kind: What it takes to get there.
        rebuild: Whether Qdrant rebuilds segments in the background because of it.
        reason: Why it takes that, where the class alone doesn't say.
        source: Where it was declared, as `file:line:column`; empty where a declaration is missing.
        origin: Who made the difference, as far as the last applied declaration tells.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    before: Any = None
    after: Any = None
    kind: ChangeClass
    rebuild: bool = False
    reason: str = ""
    source: str = ""
    origin: Origin = Origin.CHANGE
