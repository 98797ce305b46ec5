"""Searching."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.table import Handlers


def query_points(catalogue: Catalogue, request: requests.QueryPoints) -> models.QueryResponse:
    """Find points."""
    return models.QueryResponse(points=catalogue.get(request.collection_name).shard.query(request.body))


HANDLERS: Handlers = {requests.QueryPoints: query_points}
