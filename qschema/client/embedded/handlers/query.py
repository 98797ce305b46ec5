"""Searching."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.shard_keys import finds_nothing
from qschema.client.embedded.handlers.table import Handlers


def query_points(catalogue: Catalogue, request: requests.QueryPoints) -> models.QueryResponse:
    """Find points."""
    collection = catalogue.get(request.collection_name)
    found = [] if finds_nothing(collection, request.body) else collection.shard.query(request.body)
    return models.QueryResponse(points=found)


HANDLERS: Handlers = {requests.QueryPoints: query_points}
