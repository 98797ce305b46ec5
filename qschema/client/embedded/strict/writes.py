"""Writes under strict mode."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.config.indexes import declared_index
from qschema.client.embedded.strict.asking import Asked, check_asked
from qschema.client.embedded.strict.fullness import check_room
from qschema.client.embedded.strict.lengths import Named, check_lengths, vectors_in_columns, vectors_of_points
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.memory import check_memory
from qschema.client.embedded.strict.refusals import check_most, refused

_SIZES = ("max_collection_vector_size_bytes", "max_collection_payload_size_bytes", "max_points_count")


def check_write(request: Any, collection: Collection, limits: Limits) -> None:
    """Check a write of any kind, by what it writes."""
    check_body(request.body, collection, limits)


def check_batch(request: requests.BatchUpdate, collection: Collection, limits: Limits) -> None:
    """Check all writes of a batch before the first of them is carried out."""
    for operation in request.body.operations:
        for name in type(operation).model_fields:
            check_body(getattr(operation, name), collection, limits)


def check_body(body: Any, collection: Collection, limits: Limits) -> None:
    """Check what is written."""
    match body:
        case models.PointsList():
            _check_points(len(body.points), "upsert limit", vectors_of_points(body.points), collection, limits)
        case models.PointsBatch():
            _check_points(len(body.batch.ids), "upsert limit", vectors_in_columns(body.batch), collection, limits)
        case models.UpdateVectors():
            _check_points(len(body.points), "update limit", vectors_of_points(body.points), collection, limits)
        case models.SetPayload():
            check_memory(limits)
            check_room(collection, limits, ("max_collection_payload_size_bytes",))
            check_asked(Asked(written=body.filter), collection, limits)
        case models.DeletePayload() | models.DeleteVectors() | models.FilterSelector():
            check_asked(Asked(written=body.filter), collection, limits)


def check_index(request: requests.CreatePayloadIndex, collection: Collection, limits: Limits) -> None:
    """Check how many payload indexes there are; one that would be replaced counts as well (1.19.0)."""
    if request.body.field_schema is not None:
        declared_index(request.body.field_schema)
    most = limits.get("max_payload_index_count")
    if most is not None and len(collection.indexes) >= most:
        raise refused(
            f"Collection already has the maximum number of payload indices ({most})",
            "Please delete an existing index before creating a new one.",
        )


def _check_points(count: int, name: str, vectors: Iterable[Named], collection: Collection, limits: Limits) -> None:
    check_memory(limits)
    check_most(count, limits.get("upsert_max_batchsize"), name)
    check_room(collection, limits, _SIZES)
    check_lengths(vectors, limits)
