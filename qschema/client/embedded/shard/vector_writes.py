"""Writes of vectors of points that exist, as the engine's operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.bm25 import embed_document
from qschema.client.embedded.shard.bounds import check_bounds
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.ids import engine_ids
from qschema.client.embedded.shard.layout import Layout, Sparse
from qschema.client.embedded.shard.targets import Ids, Targets, by_id, matching, nothing_named
from qschema.client.embedded.shard.vectors import engine_vectors
from qschema.client.errors import ValidationFailed


def update_vectors(shard: Any, layout: Layout, filters: Filters, body: models.UpdateVectors) -> Iterator[Any]:
    """Yield the operation that writes vectors; those that aren't named stay."""
    if not body.points:
        raise ValidationFailed("points must not be empty", status=422)
    if any(point.vector == {} for point in body.points):
        raise ValidationFailed("there must be vectors to update", status=422)
    check_bounds(body.update_filter)
    vectors = [engine_vectors(point.vector, layout, embed_document) for point in body.points]
    ids = engine_ids(point.id for point in body.points)
    targets = Targets(shard, ids)
    there = set(targets.ids)
    points = [edge.PointVectors(id, vector) for id, vector in zip(ids, vectors, strict=True) if id in there]
    if points:
        with engine_errors():
            operation = edge.UpdateOperation.update_vectors(points, filters.filter(body.update_filter))
        yield operation
    if targets.missing:
        raise targets.missing


def delete_vectors(shard: Any, layout: Layout, filters: Filters, body: models.DeleteVectors) -> Iterator[Any]:
    """Yield the operations that take vectors away: from points named by id, and from those that meet a filter.

    A sparse vector is emptied first: the engine would go on finding what was written in it by words that a later one
    doesn't have, until the shard is opened again (qdrant-edge-py 0.9.0).
    """
    if not body.vector:
        raise ValidationFailed("there must be vectors to delete", status=422)
    sparse = [name for name in body.vector if isinstance(layout[name], Sparse)]
    if body.points is None and body.filter is None:
        raise nothing_named()
    if body.filter is not None:
        for ids in matching(shard, filters.filter(body.filter)):
            yield from _deletions(ids, body.vector, sparse)
    if body.points is not None:
        for ids in by_id(shard, body.points):
            yield from _deletions(ids, body.vector, sparse)


def _deletions(ids: Ids, names: list[str], sparse: list[str]) -> Iterator[Any]:
    if sparse:
        yield _emptied(ids, sparse)
    yield edge.UpdateOperation.delete_vectors(ids, names)


def _emptied(ids: Ids, names: list[str]) -> Any:
    nothing = {name: edge.SparseVector([], []) for name in names}
    return edge.UpdateOperation.update_vectors([edge.PointVectors(id, nothing) for id in ids])
