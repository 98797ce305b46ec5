"""How near the points of a sample are to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import models
from qschema.client.embedded.conditions import condition_count
from qschema.client.embedded.shard.bm25 import embed_query
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.examples import Source
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.ids import wire_id
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.results import short
from qschema.client.embedded.shard.vectors import engine_vector

_SAMPLE = 10
_NEIGHBOURS = 3

Row = tuple[Any, list[Any]]


def rows(
    shard: Any,
    own: Source,
    layout: Layout,
    body: models.SearchMatrixRequest,
    filters: Filters,
    spend: Callable[[int], None],
) -> list[Row]:
    """Return the points of a sample in order, each with those of the others that are nearest to it, best first.

    Args:
        shard: The engine's shard.
        own: The same, as others look points up in it.
        layout: Its vectors.
        body: Which points to compare.
        filters: Turns filters into the engine's.
        spend: Pays for the sample, then for the searches: a token for each vector that is searched for, and for each
            condition (measured on 1.19.0).
    """
    using = body.using or ""
    layout[using]
    spend(2 + condition_count(body.filter))
    there = edge.Filter(must=[edge.HasVectorCondition(using), *([filters.filter(body.filter)] if body.filter else [])])
    with engine_errors():
        most = shard.info().points_count
        size = min(_SAMPLE if body.sample is None else body.sample, max(most, 1))
        drawn = shard.query(edge.QueryRequest(limit=size, query=edge.Sample.Random, filter=there))
    ids = sorted((point.id for point in drawn), key=lambda id: (not isinstance(id, int), id))
    if len(ids) < 2:
        return []
    limit = min(_NEIGHBOURS if body.limit is None else body.limit, len(ids))
    vectors = [own.vector(id, using) for id in ids]
    spend(sum(1 + (len(vector) if _is_multi(vector) else 1) for vector in vectors))
    pairs = zip(ids, vectors, strict=True)
    return [(id, _nearest(shard, layout, using, id, vector, ids, limit)) for id, vector in pairs]


def pairs(rows: list[Row]) -> models.SearchMatrixPairsResponse:
    """Return a matrix as pairs of points."""
    found = [
        models.SearchMatrixPair(a=wire_id(id), b=wire_id(point.id), score=score)
        for id, points in rows
        for point, score in zip(points, short([point.score for point in points]), strict=True)
    ]
    return models.SearchMatrixPairsResponse(pairs=found)


def offsets(rows: list[Row]) -> models.SearchMatrixOffsetsResponse:
    """Return a matrix as columns of offsets into the list of the sample's ids."""
    places = {id: place for place, (id, _) in enumerate(rows)}
    return models.SearchMatrixOffsetsResponse(
        offsets_row=[places[id] for id, points in rows for _ in points],
        offsets_col=[places[point.id] for _, points in rows for point in points],
        scores=short([point.score for _, points in rows for point in points]),
        ids=[wire_id(id) for id in places],
    )


def _nearest(shard: Any, layout: Layout, using: str, id: Any, wire: Any, ids: list[Any], limit: int) -> list[Any]:
    vector = engine_vector(wire, using, layout, embed_query)
    others = edge.Filter(must=[edge.HasIdCondition(set(ids))], must_not=[edge.HasIdCondition({id})])
    request = edge.QueryRequest(limit=limit, query=edge.Query.Nearest(vector, using=using), filter=others)
    with engine_errors():
        found: list[Any] = shard.query(request)
    return found


def _is_multi(vector: Any) -> bool:
    return isinstance(vector, list) and isinstance(vector[0], list)
