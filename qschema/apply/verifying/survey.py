"""All ids of both collections, as digests of ranges: where these differ, the ids are looked at."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from qschema.apply.copying.ids import PointId, place_of
from qschema.apply.verifying.digest import Digest, hashed
from qschema.apply.verifying.reading import IDS_PAGE, pages
from qschema.apply.verifying.sides import Counterpart, SearchedSide

Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Range:
    """Ids from one to before another, and what both collections have of them.

    Attributes:
        first: The first id; None for the lowest.
        until: The first id that isn't of it; None if there is none.
        old: The ids that the new collection ought to have.
        new: The ids that it has.
    """

    first: PointId | None
    until: PointId | None = None
    old: Digest = field(default_factory=Digest)
    new: Digest = field(default_factory=Digest)


@dataclass(frozen=True)
class Survey:
    """What was seen of all ids.

    Attributes:
        ranges: The ranges, each about a page of the new collection.
        old: The ids that the new collection ought to have.
        new: The ids that it has.
        sample: Some ids of the old collection, chosen by their hashes: the same ones each time.
    """

    ranges: tuple[Range, ...]
    old: Digest
    new: Digest
    sample: tuple[PointId, ...]

    @property
    def differing(self) -> tuple[Range, ...]:
        """The ranges in which the ids aren't the same."""
        return tuple(one for one in self.ranges if one.old != one.new)


def survey(
    old: SearchedSide, new: SearchedSide, counterpart: Counterpart, *, sample: int, progress: Progress
) -> Survey:
    """Read the ids of both collections; a few megabytes are held for ten million points.

    Args:
        old: The old collection.
        new: The new one. Its pages make the ranges, so that those of the old one may come in any order.
        counterpart: What the new one owes to the old one.
        sample: How many ids to choose.
        progress: Is told how many ids were read.
    """
    ranges: list[Range] = []
    seen = 0
    for page in pages(new, IDS_PAGE):
        ranges.append(Range(page.ids[0] if ranges else None))
        for id in page.ids:
            ranges[-1].new.add(_hash(id))
        seen += len(page)
        progress("ids", seen)
    ranges = ranges or [Range(None)]
    for one, following in pairwise(ranges):
        one.until = following.first
    starts = [place_of(one.first) for one in ranges[1:] if one.first is not None]
    chosen = _Lowest(sample)
    for page in pages(old, IDS_PAGE, payload=not counterpart.same_ids):
        chosen.offer(page.ids)
        for id in page.ids if counterpart.same_ids else counterpart.expected(page).ids:
            ranges[bisect_right(starts, place_of(id))].old.add(_hash(id))
        seen += len(page)
        progress("ids", seen)
    return Survey(tuple(ranges), _sum(one.old for one in ranges), _sum(one.new for one in ranges), chosen.ids)


class _Lowest:
    """Keeps the ids with the lowest hashes: a fair sample that doesn't depend on the order."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[int, PointId]] = []

    def offer(self, ids: list[PointId]) -> None:
        """Take in some ids."""
        for id in ids:
            entry = (-_hash(id), id)
            if len(self._heap) < self._most:
                heapq.heappush(self._heap, entry)
            elif self._heap and entry[0] > self._heap[0][0]:
                heapq.heapreplace(self._heap, entry)

    @property
    def ids(self) -> tuple[PointId, ...]:
        """The ids, the lowest hash first."""
        return tuple(id for _, id in sorted(self._heap, key=lambda entry: -entry[0]))


def _hash(id: PointId) -> int:
    return hashed(str(id).encode())


def _sum(digests: Iterator[Digest]) -> Digest:
    total = Digest()
    for one in digests:
        total.merge(one)
    return total
