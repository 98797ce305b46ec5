"""What a write costs: a token for each point that it names, or for each that its filter is thought to find."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.collection import Collection


def write_cost(body: Any, collection: Collection) -> int:
    """Return what a write costs; nothing for one that names no points and is refused for that."""
    if isinstance(body, models.PointsBatch):
        return len(body.batch.ids)
    points = getattr(body, "points", None)
    if points is not None:
        return len(points)
    filter = getattr(body, "filter", None)
    return 0 if filter is None else max(1, _estimate(filter, collection))


def _estimate(filter: models.Filter, collection: Collection) -> int:
    return collection.shard.count(models.CountRequest(filter=filter, exact=False)).count
