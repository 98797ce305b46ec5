"""Which points a write means, looked up before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.ids import engine_ids
from qschema.client.errors import BadRequest, NotFound

_PAGE = 10_000

Ids = list[int | UUID]


def existing(shard: Any, points: Sequence[models.ExtendedPointId]) -> Ids:
    """Return the ids of points that are there.

    Raises:
        BadRequest: There are none in the list.
        NotFound: One of them isn't there. A server finds out late, when it has written others already.
    """
    if not points:
        raise empty()
    ids = engine_ids(points)
    with engine_errors():
        missing = set(ids) - {point.id for point in shard.retrieve(ids, False, False)}
    if missing:
        raise NotFound(f"Not found: No point with id {next(id for id in ids if id in missing)} found", status=404)
    return ids


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


def chosen(
    shard: Any, filters: Filters, points: Sequence[models.ExtendedPointId] | None, filter: models.Filter | None
) -> tuple[Ids | None, Any]:
    """Return the points that a write of payloads means, as ids or as the engine's filter. Ids count before a filter.

    Raises:
        BadRequest: Neither is given.
        NotFound: A point isn't there.
    """
    if points is not None:
        return existing(shard, points), None
    if filter is None:
        raise BadRequest("either points or a filter must be given", status=400)
    return None, filters.filter(filter)


def empty() -> BadRequest:
    """Return the error for a write that names no points."""
    return BadRequest("Bad request: Empty update request", status=400)
