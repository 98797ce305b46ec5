"""What a server refuses of a write as it reads it, before it does any of it: also of the last change of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.bm25 import Inferred
from qschema.client.embedded.shard.vectors import check_shape
from qschema.client.errors import ValidationFailed
from qschema.client.models.given import GivenVectors


def check_form(body: Any) -> None:
    """Check the form of a write, or of all changes of a batch.

    Raises:
        ValidationFailed: It lacks points or vectors, or a vector is of no shape.
    """
    for change in _changes(body):
        if isinstance(change, models.UpdateVectors):
            _check_vectors(change)
        elif isinstance(change, models.DeleteVectors) and not change.vector:
            raise ValidationFailed("there must be vectors to delete", status=422)
        elif isinstance(change, models.PointsBatch):
            _check_columns(change.batch)


def _changes(body: Any) -> Iterator[Any]:
    if not isinstance(body, models.UpdateOperations):
        yield body
        return
    for operation in body.operations:
        for name in type(operation).model_fields:
            yield getattr(operation, name)


def _check_columns(batch: models.Batch) -> None:
    vectors: Any = batch.vectors
    named = vectors.items() if isinstance(vectors, dict) else [("", vectors)]
    columns = [(f"vectors '{name}'" if name else "vectors", column) for name, column in named]
    for what, column in (*columns, ("payloads", batch.payloads)):
        if column is not None and len(column) != len(batch.ids):
            text = f"number of ids and {what} must be equal ({len(batch.ids)} != {len(column)})"
            raise ValidationFailed(text, status=422)


def _check_vectors(change: models.UpdateVectors) -> None:
    if not change.points:
        raise ValidationFailed("points must not be empty", status=422)
    for point in change.points:
        if point.vector == {}:
            raise ValidationFailed("there must be vectors to update", status=422)
        _check_shapes(point.vector)


def _check_shapes(given: GivenVectors) -> None:
    for vector in given.values() if isinstance(given, dict) else [given]:
        if not isinstance(vector, Inferred):
            check_shape(vector)
