"""Writes of payloads, as the engine's operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.payloads import engine_payload
from qschema.client.embedded.shard.targets import by_id, nothing_named


def set_payload(shard: Any, filters: Filters, body: models.SetPayload) -> Iterator[Any]:
    """Yield the operation that sets fields; those that aren't named stay."""
    yield from _written(shard, filters, body, "set_payload")


def overwrite_payload(shard: Any, filters: Filters, body: models.SetPayload) -> Iterator[Any]:
    """Yield the operation that puts a payload in place of another; a key has no meaning then."""
    yield from _written(shard, filters, body, "overwrite_payload")


def delete_payload(shard: Any, filters: Filters, body: models.DeletePayload) -> Iterator[Any]:
    """Yield the operation that takes fields away."""
    yield from _operation(shard, filters, body.points, body.filter, "delete_payload", body.keys)


def clear_payload(shard: Any, filters: Filters, selector: models.PointsSelector) -> Iterator[Any]:
    """Yield the operation that takes whole payloads away."""
    if isinstance(selector, models.FilterSelector):
        yield from _operation(shard, filters, None, selector.filter, "clear_payload")
    else:
        yield from _operation(shard, filters, selector.points, None, "clear_payload")


def _written(shard: Any, filters: Filters, body: models.SetPayload, name: str) -> Iterator[Any]:
    # A key is a path, each part of it a level above the payload: "a.b" has two.
    levels = 0 if body.key is None else body.key.count(".") + body.key.count("[") + 1
    yield from _operation(
        shard, filters, body.points, body.filter, name, engine_payload(body.payload, 1 + levels), body.key
    )


def _operation(
    shard: Any, filters: Filters, points: Any, filter: models.Filter | None, name: str, *arguments: Any
) -> Iterator[Any]:
    if points is not None:
        for ids in by_id(shard, points):
            with engine_errors():
                operation = getattr(edge.UpdateOperation, name)(ids, *arguments)
            yield operation
    elif filter is None:
        raise nothing_named()
    else:
        with engine_errors():
            operation = getattr(edge.UpdateOperation, f"{name}_by_filter")(filters.filter(filter), *arguments)
        yield operation
