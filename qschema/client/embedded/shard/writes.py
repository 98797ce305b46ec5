"""Writes to a shard: each is checked whole before the engine sees any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.bm25 import embed_document
from qschema.client.embedded.shard.bounds import check_bounds
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.ids import engine_id, engine_ids
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.matrices import engine_rows
from qschema.client.embedded.shard.payloads import engine_payload
from qschema.client.embedded.shard.targets import empty
from qschema.client.embedded.shard.unknown_names import Row, to_be_looked_at
from qschema.client.embedded.shard.vectors import engine_vectors
from qschema.client.models.python_inputs import as_lists


def upsert(shard: Any, layout: Layout, filters: Filters, body: models.PointInsertOperations) -> Iterator[Any]:
    """Yield the engine's operation for points to write; none if a condition leaves all of them alone."""
    check_bounds(body.update_filter)
    filter, mode = filters.filter(body.update_filter), _mode(body.update_mode)
    rows = _last_of_each(_columns(body.batch, layout) if isinstance(body, models.PointsBatch) else _rows(body.points))
    if not rows:
        raise empty()
    if filter is not None or mode is not None:
        rows = to_be_looked_at(shard, layout, rows, filter, mode)
    points = [
        edge.Point(engine_id(id), engine_vectors(vector, layout, embed_document), engine_payload(payload or {}))
        for id, vector, payload in rows
    ]
    if points:
        with engine_errors():
            operation = edge.UpdateOperation.upsert_points(points, filter, mode)
        yield operation


def delete(selector: models.PointsSelector, filters: Filters) -> Any:
    """Return the engine's operation that deletes points."""
    if isinstance(selector, models.FilterSelector):
        return edge.UpdateOperation.delete_points_by_filter(filters.filter(selector.filter))
    if not selector.points:
        raise empty()
    return edge.UpdateOperation.delete_points(engine_ids(selector.points))


def _last_of_each(given: Iterable[Row]) -> list[Row]:
    """Return the last of all points of one id; what came before it may be anything (measured on Qdrant 1.19.0)."""
    return list({row[0]: row for row in given}.values())


def _rows(points: Iterable[models.PointStruct]) -> Iterator[Row]:
    for point in points:
        yield point.id, point.vector, point.payload


def _columns(batch: models.Batch, layout: Layout) -> Iterator[Row]:
    vectors, payloads = _listed(batch.vectors, layout), batch.payloads
    for row, id in enumerate(batch.ids):
        vector: Any = {n: v[row] for n, v in vectors.items()} if isinstance(vectors, dict) else vectors[row]
        yield id, vector, payloads[row] if payloads else None


def _listed(vectors: Any, layout: Layout) -> Any:
    """Return vectors as lists; matrices that fit as rows that need no further look."""
    if isinstance(vectors, dict):
        return {name: engine_rows(column, name, layout) or as_lists(column) for name, column in vectors.items()}
    return engine_rows(vectors, "", layout) or as_lists(vectors)


def _mode(given: models.UpdateMode | None) -> Any:
    match given:
        case models.UpdateMode.INSERT_ONLY:
            return edge.UpdateMode.InsertOnly
        case models.UpdateMode.UPDATE_ONLY:
            return edge.UpdateMode.UpdateOnly
        case _:
            return None
