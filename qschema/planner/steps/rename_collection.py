"""The step that has a collection stand for another declared name."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice
from qschema.schema.live import LiveInstance, Mark


class RenameCollection(Step):
    """Mark a collection of this project with its new declared name; an alias of that name leads to it afterwards.

    Qdrant renames no collection, so its physical name stays, and whoever uses that goes on finding it.

    Attributes:
        mark: The mark with the new name.
        before: The mark as it is.
    """

    kind: Literal["rename_collection"] = "rename_collection"
    default_sign: ClassVar[str] = "~"

    mark: Mark
    before: Mark

    def words(self) -> str:
        """Say what the step does."""
        return f"rename the collection: what was {self.before.collection!r} is {self.mark.collection!r} from now on"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one update call; the mark is always sent whole, because a PATCH replaces a metadata key's value."""
        body = models.UpdateCollection(metadata=self.mark.as_metadata())
        return (requests.UpdateCollection(collection_name=self.collection, body=body),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the collection bears the new name."""
        there = self.seen(live)
        return there is not None and there.mark == self.mark

    def obstacle(self, live: LiveInstance) -> str:
        """Say what it has become, if it isn't what it was."""
        there = self.seen(live)
        if there is not None and there.mark != self.before:
            return f"the collection {self.collection!r} no longer is what was declared as {self.before.collection!r}"
        return super().obstacle(live)

    def inverse(self) -> Step:
        """Return the step that gives it the old name again."""
        return self.model_copy(update={"mark": self.before, "before": self.mark, "causes": ()})

    def notice(self) -> Notice:
        """Say that both names lead to it."""
        return Notice("the old name goes on leading to it", "the old name goes on leading to it")
