"""The step that makes a new generation of a collection from a snapshot of the one that serves."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.delete_collection import DeleteCollection
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.schema.live import LiveInstance, Mark


class CloneCollection(Step):
    """Clone a collection: its configuration, its points, their indexes and graphs, as a snapshot of it holds them.

    Whoever carries it out makes the new collection first, marked as not whole yet, recovers the snapshot into it, and
    marks it as whole last. (A server keeps the metadata of a collection that a snapshot is recovered into; 1.19.0.)

    Attributes:
        source: The physical name of the collection that serves.
        mark: The mark of the new one.
        points: How many points there are, as far as is known.
    """

    kind: Literal["clone_collection"] = "clone_collection"
    default_sign: ClassVar[str] = "-/+"

    source: str
    mark: Mark
    points: int | None = None

    @property
    def found(self) -> Mark:
        """The mark that it carries until all of it is there."""
        return self.mark._replace(whole=False)

    def words(self) -> str:
        """Say what the step does."""
        number = "" if self.points is None else f", {self.points:,} point{'' if self.points == 1 else 's'}"
        return f"clone {self.source!r} as {self.collection!r} by a snapshot{number}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return the call that takes the snapshot, and the one that marks the clone; the rest isn't known yet."""
        whole = models.UpdateCollection(metadata=self.mark.as_metadata())
        return (
            requests.CreateSnapshot(collection_name=self.source, wait=True),
            requests.UpdateCollection(collection_name=self.collection, body=whole),
        )

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the clone is there, and whole."""
        there = self.seen(live)
        return there is not None and there.mark == self.mark

    def obstacle(self, live: LiveInstance) -> str:
        """Say what is missing, or has taken the name; what an earlier try left there hasn't."""
        if self.source not in live.collections:
            return f"the collection {self.source!r} is not there"
        return self.name_taken(live, self.found)

    def inverse(self) -> Step:
        """Return the step that drops the clone again."""
        return DeleteCollection(collection=self.collection, address=self.address, mark=self.mark)

    def notice(self) -> Notice:
        """Say what the server has to do beside what it serves."""
        return Notice("searches share the server's disk with the snapshot", "")

    def reversal(self) -> Reversal:
        """Say that the old collection stays as it is."""
        return Reversal(Undo.LOSSLESS, "delete the clone; the old collection stays as it is")
