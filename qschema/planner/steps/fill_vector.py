"""The step that fills a vector of points that are there, from their payloads."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.planner.steps.work import Work
from qschema.schema.embedding import Embed


class FillVector(Work):
    """Fill a vector that was added to a collection that has points.

    Attributes:
        name: The vector's name.
        embed: What fills it.
        points: How many points there are, as far as is known.
        in_clone: Whether the collection is a clone that nobody uses yet.
    """

    kind: Literal["fill_vector"] = "fill_vector"
    default_sign: ClassVar[str] = "±"

    name: str
    embed: Embed
    points: int | None = None
    in_clone: bool = False

    @property
    def sign(self) -> str:
        """The sign that the step wears in a plan."""
        return "~" if self.in_clone else self.default_sign

    def words(self) -> str:
        """Say what the step does."""
        points = "the points" if self.points is None else f"{self.points:,} point{'' if self.points == 1 else 's'}"
        return f"fill the vector {self.name!r} of {points} with {self.embed.model!r}"

    def notice(self) -> Notice:
        """Say what searches find meanwhile."""
        if self.in_clone:
            return Notice()
        return Notice("searches by this vector find the points that have it so far", "")

    def reversal(self) -> Reversal:
        """Say that it goes with the vector."""
        return Reversal(Undo.LOSSLESS, "drop the vector")
