"""Points: writing, reading by id, paging, counting."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.handlers.written import written


def upsert(catalogue: Catalogue, request: requests.UpsertPoints) -> models.UpdateResult:
    """Write points."""
    collection = catalogue.get(request.collection_name)
    collection.shard.upsert(request.body)
    return written(collection, wait=request.wait)


def delete(catalogue: Catalogue, request: requests.DeletePoints) -> models.UpdateResult:
    """Delete points."""
    collection = catalogue.get(request.collection_name)
    collection.shard.delete(request.body)
    return written(collection, wait=request.wait)


def retrieve(catalogue: Catalogue, request: requests.RetrievePoints) -> list[models.Record]:
    """Read points by id."""
    return catalogue.get(request.collection_name).shard.retrieve(request.body)


def scroll(catalogue: Catalogue, request: requests.ScrollPoints) -> models.ScrollResult:
    """Read points page by page."""
    return catalogue.get(request.collection_name).shard.scroll(request.body)


def count(catalogue: Catalogue, request: requests.CountPoints) -> models.CountResult:
    """Count points."""
    return catalogue.get(request.collection_name).shard.count(request.body)


HANDLERS: Handlers = {
    requests.UpsertPoints: upsert,
    requests.DeletePoints: delete,
    requests.RetrievePoints: retrieve,
    requests.ScrollPoints: scroll,
    requests.CountPoints: count,
}
