"""Which points a write means, looked up before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.ids import engine_ids
from qschema.client.errors import BadRequest, NotFound

_PAGE = 10_000

# lib/shard/src/update of 1.19.0: a write is carried out on so many points at a time, and ends with an error after those
# among which one was missing; the others of them are written. Here the engine never sees what is missing.
_CHUNK = 32

Ids = list[int | UUID]


class Targets:
    """The points of a write that names them by id.

    Attributes:
        ids: The points that a server writes.
        missing: The error that it then answers with, if there is a point that it doesn't have.
    """

    def __init__(self, shard: Any, points: Sequence[models.ExtendedPointId]) -> None:
        if not points:
            raise empty()
        ids = engine_ids(points)
        with engine_errors():
            there = {point.id for point in shard.retrieve(ids, False, False)}
        self.ids: Ids = []
        self.missing: NotFound | None = None
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            self.ids += [id for id in chunk if id in there]
            missing = [id for id in chunk if id not in there]
            if missing:
                self.missing = NotFound(f"Not found: No point with id {missing[0]} found", status=404)
                return


def by_id(shard: Any, points: Sequence[models.ExtendedPointId]) -> Iterator[Ids]:
    """Yield the points that a write by id means, all at once.

    Raises:
        BadRequest: There are none in the list.
        NotFound: One isn't there; after those that are.
    """
    targets = Targets(shard, points)
    if targets.ids:
        yield targets.ids
    if targets.missing:
        raise targets.missing


def matching(shard: Any, filter: Any) -> Iterable[Ids]:
    """Yield the ids of the points that meet a filter of the engine, page by page."""
    offset = None
    while True:
        request = edge.ScrollRequest(offset=offset, limit=_PAGE, filter=filter, with_payload=False, with_vector=False)
        with engine_errors():
            points, offset = shard.scroll(request)
        if points:
            yield [point.id for point in points]
        if offset is None:
            return


def meeting(shard: Any, filter: Any, ids: set[int | UUID]) -> set[int | UUID]:
    """Return those of the points that are there and meet a filter of the engine."""
    only = edge.Filter(must=[filter, edge.HasIdCondition(ids)])
    return {id for page in matching(shard, only) for id in page}


def empty() -> BadRequest:
    """Return the error for a write that names no points."""
    return BadRequest("Bad request: Empty update request", status=400)


def nothing_named() -> BadRequest:
    """Return the error for a write that names neither points nor a filter."""
    return BadRequest("either points or a filter must be given", status=400)
