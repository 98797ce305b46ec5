"""The step by which a collection gives its name to its copy, with a gap, where no alias can come before it.

A name can't be an alias while a collection bears it, unless an alias wins over the collection (`ShadowCollection`).
Where one doesn't, the collection goes first; until the alias is there, the name leads nowhere (404).
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import requests
from qschema.planner.steps.alias import SetAlias
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal
from qschema.schema.live import LiveInstance, Mark


class GiveWay(Step):
    """Delete the collection that bears a name, and have the name lead to what takes its place at once after that.

    Attributes:
        successor: The physical name of what takes its place, which was verified before.
        mark: The mark of the collection that goes.
        points: How many points that has, as far as is known.
    """

    kind: Literal["give_way"] = "give_way"
    default_sign: ClassVar[str] = "-"

    successor: str
    mark: Mark
    points: int | None = None

    @property
    def destructive(self) -> bool:
        """Whether data is lost: the old collection's."""
        return True

    @property
    def alias(self) -> str:
        """The name: of the old collection, and of the alias."""
        return self.collection

    @property
    def rest(self) -> SetAlias:
        """What is still to be done once the collection is gone."""
        return SetAlias(
            collection=self.successor, address=f"{self.mark.collection}/aliases/{self.alias}", alias=self.alias
        )

    def words(self) -> str:
        """Say what the step does, and how many points the old collection has."""
        with_it = "" if self.points is None else f" and its {self.points:,} point{'' if self.points == 1 else 's'}"
        return f"delete the old collection{with_it}, and have the name {self.alias!r} lead to {self.successor!r}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one delete call, and one alias action; who carries it out lets nothing come between them."""
        return (requests.DeleteCollection(collection_name=self.collection), *self.rest.requests())

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the name leads to what takes the old one's place."""
        return live.aliases.get(self.alias) == self.successor

    def shows(self, live: LiveInstance) -> bool:
        """Tell whether the old one is gone, and the name leads nowhere or to what takes its place."""
        return self.seen(live) is None and live.aliases.get(self.alias) in (None, self.successor)

    def obstacle(self, live: LiveInstance) -> str:
        """Say what is missing that is to take its place, what else the name has become, and what else leads to it."""
        if target := live.aliases.get(self.alias):
            return f"{self.alias!r} is an alias of {target!r}"
        there, next_one = self.seen(live), live.collections.get(self.successor)
        if next_one is None or not _is_later(next_one.mark, self.mark):
            return f"the collection {self.successor!r}, which is to take its place, is not there"
        if there is not None and there.mark != self.mark:
            return f"the collection {self.collection!r} no longer carries this project's mark"
        used = sorted(alias for alias, target in live.aliases.items() if target == self.collection)
        return f"aliases lead to it, and would go with it: {', '.join(used)}" if used else ""

    def inverse(self) -> None:
        """Return nothing: data that is deleted does not come back by a step."""

    def notice(self) -> Notice:
        """Say that there is a gap."""
        return Notice(*("searches and writes by this name fail for a moment between the two calls (404)",) * 2)

    def reversal(self) -> Reversal:
        """Say that only a snapshot brings the old one back."""
        return self.by_snapshot()


def _is_later(mark: Mark | None, before: Mark) -> bool:
    """Tell whether a mark is that of a later generation of the same collection."""
    return mark is not None and mark[:2] == before[:2] and mark.generation > before.generation
