"""The steps that keep writers out of the old generation while everybody is switched over, and let them in again."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.planner.freezing import residue_words
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.planner.steps.passage import Passage
from qschema.planner.steps.work import Work
from qschema.schema.lifecycle import Freeze
from qschema.schema.live import LiveInstance


class FreezeWrites(Work):
    """Close the collection that serves to writes, and bring what was written last to its copy.

    It stays closed for the steps that follow, up to `ThawWrites`. A run that ends before opens it, however it ends; the
    next run does so for one that was killed.

    Attributes:
        source: The physical name of the collection that serves.
        vectors: What becomes of the vectors.
        freeze: What is declared of it.
        left: The limits that its strict mode keeps for good.
    """

    kind: Literal["freeze_writes"] = "freeze_writes"
    default_sign: ClassVar[str] = "~"

    source: str
    vectors: Passage = Passage()
    freeze: Freeze
    left: dict[str, int]

    def words(self) -> str:
        """Say what the step does, and within which limits."""
        tries = f", {self.freeze.tries} tries" if self.freeze.tries > 1 else ""
        return (
            f"freeze writes to {self.source!r}, and bring the last of them to {self.collection!r} "
            f"({self.freeze.seconds:g} s at the most{tries})"
        )

    def notice(self) -> Notice:
        """Say what writers get meanwhile."""
        return Notice("", "their writes are refused until everybody is switched over (400, 429): repeat them")

    def reversal(self) -> Reversal:
        """Say what can't be put back."""
        if said := residue_words(self.source, self.left):
            return Reversal(Undo.NONE, f"nothing: {said}")
        return Reversal(Undo.LOSSLESS, "writes are let through again")


class ThawWrites(Work):
    """Let writes to a collection through again: to the old generation, once everybody is switched over.

    What is applied counts as applied before it.
    """

    kind: Literal["thaw_writes"] = "thaw_writes"
    default_sign: ClassVar[str] = "~"

    def words(self) -> str:
        """Say what the step does."""
        return f"let writes to {self.collection!r} through again"

    def obstacle(self, live: LiveInstance) -> str:
        """Say nothing: a collection that is gone needs no opening."""
        return ""

    def reversal(self) -> Reversal:
        """Say that there is nothing to take back."""
        return Reversal(Undo.LOSSLESS, "nobody is kept out any more")
