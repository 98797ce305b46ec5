"""Reading the points of both generations side by side, page by page."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from qschema.apply.copying.ids import PointId, place_of, plain
from qschema.apply.live_writes.generations import Generations
from qschema.client import QdrantClient, models
from qschema.client.pages import scroll_page
from qschema.client.uploading.batches import part_of

MAJORITY = models.ReadConsistencyType.MAJORITY

Point = models.Record | Mapping[str, object]
"""A point as it was read."""

Pair = tuple[PointId, Point | None, Point | None]
"""An id, and its point as it is in blue and in green; None where it isn't there."""


class OutOfTime(Exception):  # noqa: N818 - no error: whoever set the time deals with it
    """A pass was broken off because its time was up."""


class PairReader:
    """Reads points of both generations.

    Args:
        client: The instance.
        generations: The two, or what they have under one shard key.
    """

    def __init__(self, client: QdrantClient, generations: Generations) -> None:
        self._client = client
        self._generations = generations

    def pairs(self, until: float | None, *, everything: bool) -> Iterator[Pair]:
        """Yield all points of both, in the order of their ids."""
        blue = self.points(self._generations.blue, until, everything=everything)
        green = self.points(self._generations.green, until, everything=everything)
        one, other = next(blue, None), next(green, None)
        while one is not None or other is not None:
            first = min((id_of(each) for each in (one, other) if each is not None), key=place_of)
            mine = one if one is not None and id_of(one) == first else None
            yours = other if other is not None and id_of(other) == first else None
            yield first, mine, yours
            one = next(blue, None) if mine is not None else one
            other = next(green, None) if yours is not None else other

    def points(
        self, collection: str, until: float | None, *, everything: bool, where: models.Filter | None = None
    ) -> Iterator[Point]:
        """Yield points in the order of their ids; with their payloads and vectors, or their ids alone."""
        body = models.ScrollRequest(
            filter=where,
            limit=self._generations.page,
            with_payload=everything,
            with_vector=everything,
            shard_key=self._generations.shard_key,
        )
        while True:
            found = scroll_page(self._client, collection, body, consistency=MAJORITY)
            yield from found.points
            check_time(until)
            if found.following is None:
                return
            body = body.model_copy(update={"offset": found.following})


def id_of(point: Point) -> PointId:
    """Return the id of a point."""
    return plain(part_of(point, "id"))


def check_time(until: float | None) -> None:
    """Raise OutOfTime if the time is up; None means never."""
    if until is not None and time.monotonic() > until:
        raise OutOfTime
