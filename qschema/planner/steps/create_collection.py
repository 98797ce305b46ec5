"""The step that creates a collection, marked as ours from its first moment."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.compare import differences
from qschema.planner.shape import by_name
from qschema.planner.steps.base import Step
from qschema.planner.steps.delete_collection import DeleteCollection
from qschema.planner.steps.effects import Reversal, Undo
from qschema.schema.live import LiveInstance, Mark

_DEFERRED = ("optimizers_config", "indexing_threshold"), 0


class CreateCollection(Step):
    """Create a collection from a declaration.

    Attributes:
        body: The create body, without the mark.
        mark: The mark that goes into its metadata.
    """

    kind: Literal["create_collection"] = "create_collection"
    default_sign: ClassVar[str] = "+"

    body: dict[str, Any]
    mark: Mark

    def words(self) -> str:
        """Say what the step does."""
        return "create the collection"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one create call."""
        body = {**self.body, "metadata": {**self.body.get("metadata", {}), **self.mark.as_metadata()}}
        create = models.CreateCollection.model_validate(body)
        return (requests.CreateCollection(collection_name=self.collection, body=create),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the collection is there, ours, and as declared.

        Where a copy was broken off, nothing is indexed until it is gone on with.
        """
        there = self.seen(live)
        if there is None or there.mark != self.mark:
            return False
        found = differences(by_name(self.body), by_name(there.spec.as_json()))
        return all(self.mark.generation > 1 and (one.path, one.before) == _DEFERRED for one in found)

    def obstacle(self, live: LiveInstance) -> str:
        """Say what has taken the name."""
        return self.name_taken(live)

    def inverse(self) -> Step:
        """Return the step that drops the collection again."""
        return DeleteCollection(collection=self.collection, address=self.address, mark=self.mark)

    def reversal(self) -> Reversal:
        """Say that the collection can go again, with what was written to it."""
        return Reversal(Undo.LOSSLESS, "delete the collection again, with what was written to it since")
