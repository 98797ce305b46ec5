"""Writes of vectors of points that exist, as the engine's operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.bm25 import embed_document
from qschema.client.embedded.shard.bounds import check_bounds
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.ids import engine_ids
from qschema.client.embedded.shard.layout import Layout, Sparse
from qschema.client.embedded.shard.targets import Ids, Targets, by_id, matching, meeting, nothing_named
from qschema.client.embedded.shard.vectors import engine_vectors
from qschema.client.errors import BadRequest
from qschema.client.models.given import GivenVectors


def update_vectors(shard: Any, layout: Layout, filters: Filters, body: models.UpdateVectors) -> Iterator[Any]:
    """Yield the operation that writes vectors; those that aren't named stay."""
    check_bounds(body.update_filter)
    ids = engine_ids(point.id for point in body.points)
    targets = Targets(shard, ids)
    there = set(targets.ids)
    given = [(id, point.vector) for id, point in zip(ids, body.points, strict=True) if id in there]
    filter = filters.filter(body.update_filter)
    points = [edge.PointVectors(id, vector) for id, vector in _fitting(shard, layout, given, filter)]
    if points:
        with engine_errors():
            operation = edge.UpdateOperation.update_vectors(points, filter)
        yield operation
    if targets.missing:
        raise targets.missing


_Given = list[tuple[int | UUID, GivenVectors]]


def _fitting(shard: Any, layout: Layout, given: _Given, filter: Any) -> list[tuple[int | UUID, dict[str, Any]]]:
    """Return the vectors as the engine takes them; what is given to points that aren't there may be anything.

    So may be what is given to points that don't meet the filter, but they rarely have to be looked up for that.
    """
    try:
        return [(id, engine_vectors(vector, layout, embed_document)) for id, vector in given]
    except BadRequest:
        if filter is None:
            raise
    met = meeting(shard, filter, {id for id, _ in given})
    return [(id, engine_vectors(vector, layout, embed_document)) for id, vector in given if id in met]


def delete_vectors(shard: Any, layout: Layout, filters: Filters, body: models.DeleteVectors) -> Iterator[Any]:
    """Yield the operations that take vectors away: from points named by id, and from those that meet a filter.

    A sparse vector is emptied first: the engine would go on finding what was written in it by words that a later one
    doesn't have, until the shard is opened again (qdrant-edge-py 0.9.0).
    """
    if body.points is None and body.filter is None:
        raise nothing_named()
    if body.filter is not None:
        for ids in matching(shard, filters.filter(body.filter)):
            yield from _deletions(ids, body.vector, layout)
    if body.points is not None:
        for ids in by_id(shard, body.points):
            yield from _deletions(ids, body.vector, layout)


def _deletions(ids: Ids, names: list[str], layout: Layout) -> Iterator[Any]:
    sparse = [name for name in names if isinstance(layout[name], Sparse)]
    if sparse:
        yield _emptied(ids, sparse)
    yield edge.UpdateOperation.delete_vectors(ids, names)


def _emptied(ids: Ids, names: list[str]) -> Any:
    nothing = {name: edge.SparseVector([], []) for name in names}
    return edge.UpdateOperation.update_vectors([edge.PointVectors(id, nothing) for id in ids])
