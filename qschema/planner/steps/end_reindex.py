"""The step that ends a reindex: writers go on with one generation alone."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.planner.steps.work import Work
from qschema.schema.live import LiveInstance, Mark


class EndReindex(Work):
    """Have writers that follow a reindex write to one generation alone, because the other one is about to go.

    Attributes:
        mark: The mark of the new generation.
        keeps: Which one goes on.
    """

    kind: Literal["end_reindex"] = "end_reindex"
    default_sign: ClassVar[str] = "~"

    mark: Mark
    keeps: Literal["old", "new"]

    def words(self) -> str:
        """Say what the step does."""
        return f"end the reindex: writers go on with the {self.keeps} collection alone"

    def obstacle(self, live: LiveInstance) -> str:
        """Say nothing: it may be ended whatever became of the collections."""
        return ""

    def notice(self) -> Notice:
        """Say that writers are held back for a moment where they change over."""
        return Notice("", "writers that follow wait for a moment" if self.keeps == "new" else "")

    def reversal(self) -> Reversal:
        """Say that the other generation no longer follows."""
        return Reversal(Undo.NONE, "what is written from then on goes to one collection alone")
