"""What becomes of the vectors of a collection in the one that takes its place."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Passage(BaseModel):
    """What becomes of vectors; those that aren't named here are taken over as they are.

    Attributes:
        refilled: Vector → what fills it anew (`embed` of its declaration).
        renamed: Name of a vector in the new collection → its name in the old one.
        dropped: The vectors of the old collection that the new one doesn't have.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    refilled: dict[str, Any] = Field(default_factory=dict)
    renamed: dict[str, str] = Field(default_factory=dict)
    dropped: tuple[str, ...] = ()
