"""The step that drops a collection with its data."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal
from qschema.schema.live import LiveInstance, Mark


class DeleteCollection(Step):
    """Drop a collection that this project owns.

    Attributes:
        mark: The mark that it carries; a later generation under the same name is not touched.
        points: How many points are lost, as far as is known.
        hidden: The name that it bears behind an alias of that name; `collection` is another alias, which reaches it.
    """

    kind: Literal["delete_collection"] = "delete_collection"
    default_sign: ClassVar[str] = "-"

    mark: Mark
    points: int | None = None
    hidden: str = ""

    @property
    def destructive(self) -> bool:
        """Whether data is lost: all of the collection's."""
        return True

    def words(self) -> str:
        """Say what the step does, and how many points it costs."""
        lost = "" if self.points is None else f" and its {self.points:,} point{'' if self.points == 1 else 's'}"
        which = f" {self.hidden!r} that an alias hides" if self.hidden else ""
        return f"delete the collection{which}{lost}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one delete call."""
        return (requests.DeleteCollection(collection_name=self.hidden or self.collection),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the collection, or this generation of it, is gone."""
        there = self.seen(live)
        return there is None or (there.mark is not None and there.mark.generation > self.mark.generation)

    def obstacle(self, live: LiveInstance) -> str:
        """Say whose collection it has become, if it isn't ours any more, and what leads to one that was hidden."""
        there = self.seen(live)
        if there is not None and there.mark != self.mark:
            return f"the collection {self.collection!r} no longer carries this project's mark"
        used = sorted(alias for alias, target in live.aliases.items() if target == self.hidden)
        return f"aliases lead to it: {', '.join(used)}" if used else ""

    def inverse(self) -> None:
        """Return nothing: data that is deleted does not come back by a step."""

    def notice(self) -> Notice:
        """Say that nobody finds it any more; a hidden one nobody has found before."""
        return Notice() if self.hidden else Notice("they get 404", "they get 404")

    def reversal(self) -> Reversal:
        """Say that only a snapshot brings the data back."""
        return self.by_snapshot()
