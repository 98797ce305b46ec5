"""Reading points: by id, page by page; and counting them."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.shard_keys import finds_nothing
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.errors import NotFound


def retrieve(catalogue: Catalogue, request: requests.RetrievePoints) -> list[models.Record]:
    """Read points by id."""
    collection = catalogue.get(request.collection_name)
    return [] if finds_nothing(collection, request.body) else collection.shard.retrieve(request.body)


def get_point(catalogue: Catalogue, request: requests.GetPoint) -> models.Record:
    """Read one point with everything that it has."""
    body = models.PointRequest(ids=[request.id], with_payload=True, with_vector=True)
    found = catalogue.get(request.collection_name).shard.retrieve(body)
    if not found:
        raise NotFound(f"there is no point with the id {request.id}", status=404)
    return found[0]


def scroll(catalogue: Catalogue, request: requests.ScrollPoints) -> models.ScrollResult:
    """Read points page by page."""
    collection = catalogue.get(request.collection_name)
    if finds_nothing(collection, request.body):
        return models.ScrollResult(points=[], next_page_offset=None)
    return collection.shard.scroll(request.body)


def count(catalogue: Catalogue, request: requests.CountPoints) -> models.CountResult:
    """Count points."""
    collection = catalogue.get(request.collection_name)
    return (
        models.CountResult(count=0) if finds_nothing(collection, request.body) else collection.shard.count(request.body)
    )


HANDLERS: Handlers = {
    requests.RetrievePoints: retrieve,
    requests.GetPoint: get_point,
    requests.ScrollPoints: scroll,
    requests.CountPoints: count,
}
