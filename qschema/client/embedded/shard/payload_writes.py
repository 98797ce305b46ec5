"""Writes of payloads, as the engine's operations."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.payloads import engine_payload
from qschema.client.embedded.shard.targets import chosen


def set_payload(shard: Any, filters: Filters, body: models.SetPayload) -> Any:
    """Return the operation that sets fields; those that aren't named stay."""
    return _written(shard, filters, body, "set_payload")


def overwrite_payload(shard: Any, filters: Filters, body: models.SetPayload) -> Any:
    """Return the operation that puts a payload in place of another; a key has no meaning then."""
    return _written(shard, filters, body, "overwrite_payload")


def delete_payload(shard: Any, filters: Filters, body: models.DeletePayload) -> Any:
    """Return the operation that takes fields away."""
    return _operation(shard, filters, body.points, body.filter, "delete_payload", body.keys)


def clear_payload(shard: Any, filters: Filters, selector: models.PointsSelector) -> Any:
    """Return the operation that takes whole payloads away."""
    if isinstance(selector, models.FilterSelector):
        return _operation(shard, filters, None, selector.filter, "clear_payload")
    return _operation(shard, filters, selector.points, None, "clear_payload")


def _written(shard: Any, filters: Filters, body: models.SetPayload, name: str) -> Any:
    # A key is a path, each part of it a level above the payload: "a.b" has two.
    levels = 0 if body.key is None else body.key.count(".") + body.key.count("[") + 1
    return _operation(
        shard, filters, body.points, body.filter, name, engine_payload(body.payload, 1 + levels), body.key
    )


def _operation(
    shard: Any, filters: Filters, points: Any, filter: models.Filter | None, name: str, *arguments: Any
) -> Any:
    ids, condition = chosen(shard, filters, points, filter)
    with engine_errors():
        if ids is not None:
            return getattr(edge.UpdateOperation, name)(ids, *arguments)
        return getattr(edge.UpdateOperation, f"{name}_by_filter")(condition, *arguments)
