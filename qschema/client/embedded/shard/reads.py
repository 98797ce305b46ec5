"""Reading points by id, page by page, and counting them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.conditions import moment
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.ids import engine_id, engine_ids, wire_id
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.results import records, wire_vector
from qschema.client.embedded.shard.selection import payload_selection, vector_selection
from qschema.client.errors import BadRequest

MOST_VALUES = 1_000_000
"""How many values of a field are asked for at most: the limit of those who want all of them may be anything."""


def retrieve(shard: Any, body: models.PointRequest) -> list[models.Record]:
    """Read points by id, each once, in the order of the ids."""
    ids = list(dict.fromkeys(engine_ids(body.ids)))
    payload, vector = payload_selection(body.with_payload, default=False), vector_selection(body.with_vector)
    with engine_errors():
        found = shard.retrieve(ids, payload, vector)
    by_id = {point.id: point for point in found}
    return records([by_id[id] for id in ids if id in by_id], payload is not False, vector)


def scroll(shard: Any, body: models.ScrollRequest, filters: Filters) -> models.ScrollResult:
    """Read a page of points, in the order of their ids or of a payload field."""
    limit = 10 if body.limit is None else body.limit
    if body.order_by is not None and body.offset is not None:
        raise BadRequest("Cannot use an `offset` when using `order_by`", status=400)
    payload, vector = payload_selection(body.with_payload, default=True), vector_selection(body.with_vector)
    with engine_errors():
        request = edge.ScrollRequest(
            offset=None if body.offset is None else engine_id(body.offset),
            limit=min(limit, MOST_VALUES if body.order_by is not None else max(shard.info().points_count, 1)),
            filter=filters.filter(body.filter),
            with_payload=payload,
            with_vector=vector,
            order_by=None if body.order_by is None else order_by(body.order_by),
        )
        points, following = shard.scroll(request)
    return models.ScrollResult.model_construct(
        points=records(points, payload is not False, vector),
        next_page_offset=None if following is None else wire_id(following),
    )


def count(shard: Any, body: models.CountRequest, filters: Filters) -> models.CountResult:
    """Count points, exactly or by estimate."""
    request = edge.CountRequest(exact=body.exact is not False, filter=filters.filter(body.filter))
    with engine_errors():
        return models.CountResult(count=shard.count(request))


def facet(shard: Any, body: models.FacetRequest, filters: Filters) -> models.FacetResponse:
    """Count points by the values of a payload field that has an index, the commonest first."""
    with engine_errors():
        limit = 10 if body.limit is None else body.limit
        request = edge.FacetRequest(body.key, min(limit, MOST_VALUES), bool(body.exact), filters.filter(body.filter))
        hits = [models.FacetValueHit(value=hit.value, count=hit.count) for hit in shard.facet(request).hits]
    return models.FacetResponse(hits=hits)


def vector(shard: Any, layout: Layout, point: int | UUID, name: str) -> Any:
    """Return a vector of a point as the API writes it, None if the point or its vector isn't there."""
    layout[name]
    with engine_errors():
        found = shard.retrieve([point], False, [name])
    if not found:
        return None
    vectors = found[0].vector
    given = vectors.get(name) if isinstance(vectors, dict) else vectors
    return None if given is None else wire_vector(given)


def order_by(given: models.OrderByInterface) -> Any:
    """Return an order by a payload field as the engine takes it."""
    order = models.OrderBy(key=given) if isinstance(given, str) else given
    start = order.start_from
    direction = edge.Direction.Desc if order.direction is models.Direction.DESC else edge.Direction.Asc
    with engine_errors():
        return edge.OrderBy(order.key, direction, start if isinstance(start, (int, float)) else moment(start))
