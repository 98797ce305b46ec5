"""The step that puts this project's mark on a collection that was there before."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.steps.base import Step
from qschema.schema.live import MARK_KEY, LiveInstance, Mark


class AdoptCollection(Step):
    """Mark a declared collection as this project's; nothing else about it changes."""

    kind: Literal["adopt_collection"] = "adopt_collection"
    default_sign: ClassVar[str] = "~"

    mark: Mark

    def words(self) -> str:
        """Say what the step does."""
        return "adopt the collection: mark it as this project's"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one update call; the mark is always sent whole, because a PATCH replaces a metadata key's value."""
        body = models.UpdateCollection(metadata=self.mark.as_metadata())
        return (requests.UpdateCollection(collection_name=self.collection, body=body),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the mark is there."""
        there = self.seen(live)
        return there is not None and there.mark == self.mark

    def obstacle(self, live: LiveInstance) -> str:
        """Say whose the collection is, if somebody else has marked it."""
        there = self.seen(live)
        if there is not None and there.mark is not None:
            return f"the project {there.mark.project!r} has marked {self.collection!r}"
        return super().obstacle(live)

    def inverse(self) -> Step:
        """Return the step that takes the mark off."""
        return ReleaseCollection(collection=self.collection, address=self.address, mark=self.mark)


class ReleaseCollection(Step):
    """Take this project's mark off a collection and leave it as it is."""

    kind: Literal["release_collection"] = "release_collection"
    default_sign: ClassVar[str] = "~"

    mark: Mark

    def words(self) -> str:
        """Say what the step does."""
        return "release the collection: take this project's mark off"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one update call; a null removes a metadata key."""
        body = models.UpdateCollection(metadata={MARK_KEY: None})
        return (requests.UpdateCollection(collection_name=self.collection, body=body),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the mark is off."""
        there = self.seen(live)
        return there is None or there.mark is None

    def inverse(self) -> Step:
        """Return the step that puts the mark back."""
        return AdoptCollection(collection=self.collection, address=self.address, mark=self.mark)
