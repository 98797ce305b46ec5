"""Reading points of a collection: pages in the order of their ids, or those that have some ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from qschema.apply.copying.ids import PointId, plain
from qschema.apply.copying.points import PointColumns
from qschema.apply.patience import read
from qschema.apply.strict_mode import page_limit
from qschema.apply.verifying.sides import SearchedSide
from qschema.client import models
from qschema.client.pages import Points, scroll_page

IDS_PAGE = 10_000
POINTS_PAGE = 500
"""So many points have some megabytes with long vectors."""


def pages(
    side: SearchedSide, size: int, *, payload: bool = False, vectors: bool = False, first: PointId | None = None
) -> Iterator[PointColumns]:
    """Yield all points, a page at a time, in the order of their ids; no larger ones than strict mode lets through."""
    size = min(size, page_limit(side.config) or size)
    offset: models.ExtendedPointId | None = first
    while True:
        page = _page(side, size, offset, payload=payload, vectors=vectors)
        if page.points:
            yield PointColumns.of(page.points)
        offset = page.following
        if offset is None:
            return


def with_ids(side: SearchedSide, ids: Sequence[PointId], *, payload: bool = True, vectors: bool = True) -> PointColumns:
    """Return the points that have these ids, in their order; ids that aren't there are left out."""
    options: dict[str, Any] = {"with_payload": payload, "with_vectors": vectors, "shard_key_selector": side.shard_key}
    found = read(lambda: side.client.retrieve(side.collection, ids, **options))
    place = {id: row for row, id in enumerate(ids)}
    return PointColumns.of(sorted(found, key=lambda point: place[plain(point.id)]))


def neighbours(side: SearchedSide, ids: Sequence[PointId]) -> PointColumns:
    """Return the points that have these ids, in their order, where another collection has them side by side.

    A page of points is read much faster than points by their ids, and nearly always it has them all.
    """
    page = _page(side, min(len(ids), page_limit(side.config) or len(ids)), ids[0], payload=True, vectors=True)
    found = PointColumns.of(page.points)
    there = set(found.ids)
    if missing := [id for id in ids if id not in there]:
        found = PointColumns.joined([found, with_ids(side, missing)])
    row_of = {id: row for row, id in enumerate(found.ids)}
    return found.take([row_of[id] for id in ids if id in row_of])


def _page(
    side: SearchedSide, size: int, offset: models.ExtendedPointId | None, *, payload: bool, vectors: bool
) -> Points:
    body = models.ScrollRequest(
        limit=size, offset=offset, with_payload=payload, with_vector=vectors, shard_key=side.shard_key
    )
    return read(lambda: scroll_page(side.client, side.collection, body))


def chunks(ids: Iterable[PointId], size: int) -> Iterator[list[PointId]]:
    """Yield ids, so many at a time."""
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk
