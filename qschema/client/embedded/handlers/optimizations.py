"""What the optimisers do: nothing that could be seen, since a change is answered when its rebuild is done."""

from __future__ import annotations

from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.errors import NotInEngine
from qschema.client.embedded.handlers.shard_keys import is_custom
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.errors import BadRequest

_LISTS = ("queued", "completed", "idle_segments")


def get_optimizations(catalogue: Catalogue, request: requests.GetOptimizations) -> models.OptimizationsResponse:
    """Report that nothing runs or waits, with the lists that were asked for."""
    collection = catalogue.get(request.collection_name)
    asked = [name for name in (request.with_ or "").split(",") if name]
    if unknown := next((name for name in asked if name not in _LISTS), None):
        raise BadRequest(f"there is no list {unknown!r} of optimisations", status=400)
    if "idle_segments" in asked:
        raise NotInEngine("the list of idle segments is not in the embedded engine", status=501)
    idle = 0 if is_custom(collection) else collection.shard.info().segments
    summary = models.OptimizationsSummary(
        queued_optimizations=0, queued_segments=0, queued_points=0, idle_segments=idle
    )
    lists: dict[str, Any] = {name: [] for name in asked}
    return models.OptimizationsResponse(summary=summary, running=[], **lists)


HANDLERS: Handlers = {requests.GetOptimizations: get_optimizations}
