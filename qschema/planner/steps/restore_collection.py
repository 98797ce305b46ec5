"""The step that brings a collection back from a snapshot."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.delete_collection import DeleteCollection
from qschema.planner.steps.effects import Reversal, Undo
from qschema.schema.live import LiveInstance, Mark


class RestoreCollection(Step):
    """Recover a snapshot under a name that is free, verify what came, and mark it as this project's.

    The mark is written last. What was in the snapshot's own metadata until then tells that it isn't finished, unless it
    is the same mark: then the step is always carried out, which verifies what is there, and brings what is missing.

    Attributes:
        snapshot: The snapshot's id in the ledger.
        files: The names of its files, one for each peer, and their checksums.
        taken_of: The physical name of the collection that it was taken of.
        taken: When it was taken, as people read it.
        points: How many points it holds, at least.
        mark: The mark that the collection gets.
        found: The mark that stands in the snapshot; None if it was of an unmarked collection.
    """

    kind: Literal["restore_collection"] = "restore_collection"
    default_sign: ClassVar[str] = "+"

    snapshot: str
    files: dict[str, str]
    taken_of: str
    taken: str
    points: int
    mark: Mark
    found: Mark | None = None

    @property
    def keeps_mark(self) -> bool:
        """Whether the collection stays the generation that it was, by the mark that stands in the snapshot."""
        return self.mark == self.found

    @property
    def is_always_carried_out(self) -> bool:
        """Whether the mark doesn't tell that it is finished."""
        return self.keeps_mark

    def words(self) -> str:
        """Say what the step does."""
        under = "" if self.collection == self.address else f" as {self.collection!r}"
        number = f"{self.points:,} point{'' if self.points == 1 else 's'}"
        return f"bring the collection back{under} from the snapshot of {self.taken}, with its {number}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return an upload of each file, and one update call; who carries it out sends each peer what it needs."""
        uploads = (
            requests.UploadSnapshot(
                self.collection,
                snapshot=file,
                wait=True,
                priority=models.SnapshotPriority.SNAPSHOT,
                checksum=checksum or None,
            )
            for file, checksum in self.files.items()
        )
        body = models.UpdateCollection(metadata=self.mark.as_metadata())
        return (*uploads, requests.UpdateCollection(collection_name=self.collection, body=body))

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the collection is there, and was found to be whole."""
        there = self.seen(live)
        return there is not None and there.mark == self.mark

    def obstacle(self, live: LiveInstance) -> str:
        """Say what has taken the name; what an earlier try left there hasn't."""
        return self.name_taken(live, self.found)

    def inverse(self) -> Step:
        """Return the step that drops the collection again."""
        return DeleteCollection(collection=self.collection, address=self.address, mark=self.mark)

    def reversal(self) -> Reversal:
        """Say that the collection can go again, with what was written to it."""
        return Reversal(Undo.LOSSLESS, "delete the collection again, with what was written to it since")
