"""The step that ends a reindex: writers go on with one generation alone."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client.requests import Request
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.schema.live import LiveInstance, Mark


class EndReindex(Step):
    """Have writers that follow a reindex write to one generation alone, because the other one is about to go.

    Attributes:
        mark: The mark of the new generation.
        keeps: Which one goes on.
    """

    kind: Literal["end_reindex"] = "end_reindex"
    default_sign: ClassVar[str] = "~"
    is_work: ClassVar[bool] = True

    mark: Mark
    keeps: Literal["old", "new"]

    def words(self) -> str:
        """Say what the step does."""
        return f"end the reindex: writers go on with the {self.keeps} collection alone"

    def requests(self) -> tuple[Request[Any], ...]:
        """Return nothing: writers are told by the ledger, and waited for."""
        return ()

    def holds(self, live: LiveInstance) -> bool:
        """Say no: the ledger knows, not the collection."""
        return False

    def obstacle(self, live: LiveInstance) -> str:
        """Say nothing: it may be ended whatever became of the collections."""
        return ""

    def inverse(self) -> None:
        """Return nothing: what writers write meanwhile goes to one collection only."""

    def notice(self) -> Notice:
        """Say that writers are held back for a moment where they change over."""
        return Notice("", "writers that follow wait for a moment" if self.keeps == "new" else "")

    def reversal(self) -> Reversal:
        """Say that the other generation no longer follows."""
        return Reversal(Undo.NONE, "what is written from then on goes to one collection alone")
