"""The step that fills a new generation of a collection with the points of the old one, while that one serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.planner.steps.passage import Passage
from qschema.planner.steps.work import Work
from qschema.schema.live import LiveInstance, Mark


class CopyPoints(Work):
    """Copy the points of the collection that serves into the one that is to take its place.

    Attributes:
        source: The physical name of the collection that serves.
        mark: The mark of the new one.
        vectors: What becomes of the vectors.
        points: How many points there are, as far as is known.
        cloned: Whether the new one is a clone of the old one already, that only has to catch up with it.
    """

    kind: Literal["copy_points"] = "copy_points"
    default_sign: ClassVar[str] = "-/+"

    source: str
    mark: Mark
    vectors: Passage = Passage()
    points: int | None = None
    cloned: bool = False

    def words(self) -> str:
        """Say what the step does."""
        if self.cloned:
            return f"bring to {self.collection!r} what is written to {self.source!r} meanwhile"
        points = "the points" if self.points is None else f"{self.points:,} point{'' if self.points == 1 else 's'}"
        anew = f"; {_named(self.vectors.refilled)} made anew" if self.vectors.refilled else ""
        return f"copy {points} of {self.source!r} to {self.collection!r}{anew}"

    def obstacle(self, live: LiveInstance) -> str:
        """Say what is missing, or has become another collection."""
        there = self.seen(live)
        if there is not None and there.mark != self.mark:
            return f"the collection {self.collection!r} isn't the new generation that was made for this"
        return super().obstacle(live)

    def notice(self) -> Notice:
        """Say that both go on, and what the server has to do beside that."""
        work = "passes that compare" if self.cloned else "copy"
        return Notice(f"searches share the server with the {work}", "what they write meanwhile is caught up with")

    def reversal(self) -> Reversal:
        """Say that the old collection stays as it is."""
        return Reversal(Undo.LOSSLESS, "delete the copy; the old collection stays as it is")


def _named(vectors: Iterable[str]) -> str:
    return ", ".join(repr(name) if name else "the vector" for name in vectors)
