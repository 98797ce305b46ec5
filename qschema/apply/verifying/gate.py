"""What all checks share: both collections, what is required, and what was read already."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from qschema.apply.copying.ids import PointId
from qschema.apply.verifying.queries import Query
from qschema.apply.verifying.reading import POINTS_PAGE, chunks, with_ids
from qschema.apply.verifying.rules import Rules
from qschema.apply.verifying.sides import Counterpart, SearchedSide
from qschema.apply.verifying.survey import Progress, Survey, survey

LOOKS = 5
"""How often a difference is looked at before it counts: writers that write to both need a moment in between."""


CatchUp = Callable[[Collection[PointId] | None], int]


def nobody_writes(ids: Collection[PointId] | None) -> int:
    """Catch up with nothing."""
    return 0


@dataclass
class Gate:
    """One verification.

    Attributes:
        old: The collection that serves.
        new: Its copy.
        rules: What is required.
        counterpart: What the new collection owes to the old one.
        queries: Saved queries; none to sample points.
        ready_seconds: How long to wait for the optimiser.
        again_seconds: How long to wait before a difference is looked at again: somebody may be writing to both.
        progress: Is told what is read, and how many points of it; what it raises ends the verification.
        catch_up: Brings points of the new collection in line with the old one, or all if it gets None, where others go
            on writing; returns how many were behind.
    """

    old: SearchedSide
    new: SearchedSide
    rules: Rules
    counterpart: Counterpart
    queries: tuple[Query, ...]
    ready_seconds: float
    again_seconds: float
    progress: Progress
    catch_up: CatchUp = nobody_writes

    def wait(self, ids: Collection[PointId] | None = None) -> int:
        """Wait before points that differ, or all, are looked at again; return how many were caught up with."""
        time.sleep(self.again_seconds)
        return self.catch_up(ids)

    @cached_property
    def survey(self) -> Survey:
        """All ids of both collections, read once."""
        sample = max(self.rules.points or 0, self.rules.sample)
        return survey(self.old, self.new, self.counterpart, sample=sample, progress=self.progress)

    @cached_property
    def searched(self) -> dict[str, str]:
        """The vectors that can be searched on both sides: name in the new collection → name in the old one."""
        pairs = {name: self.counterpart.renamed.get(name, name) for name in self.new.vectors}
        return {new: old for new, old in pairs.items() if old in self.old.vectors}

    def new_ids(self, ids: list[PointId]) -> dict[PointId, PointId]:
        """Return the ids that points of the old collection have in the new one; without those that are left out."""
        if self.counterpart.same_ids:
            return {id: id for id in ids}
        found: dict[PointId, PointId] = {}
        for chunk in chunks(ids, POINTS_PAGE):
            points = with_ids(self.old, chunk, vectors=False)
            for row, id in enumerate(points.ids):
                if expected := self.counterpart.expected(points.take([row])).ids:
                    found[id] = expected[0]
        return found
