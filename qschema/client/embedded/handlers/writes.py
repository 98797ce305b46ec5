"""Writes to points: whole ones, their vectors, their payloads, and batches of all of these."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.shard_keys import check_written
from qschema.client.embedded.handlers.table import Handler, Handlers
from qschema.client.embedded.handlers.written import written
from qschema.client.embedded.shard.late import dropped
from qschema.client.embedded.strict.rates.spending import operation_spender


def write(name: str) -> Handler:
    """Return what carries out a write by a method of the shard."""

    def handle(catalogue: Catalogue, request: Any) -> models.UpdateResult:
        collection = catalogue.get(request.collection_name)
        check_written(collection, request.body)
        change: Callable[[Any], None] = getattr(collection.shard, name)
        with nullcontext() if request.wait else dropped(name):
            change(request.body)
        return written(collection, wait=request.wait)

    return handle


def batch(catalogue: Catalogue, request: requests.BatchUpdate) -> list[models.UpdateResult]:
    """Carry out changes one after the other; where one is refused, those before it stay."""
    collection = catalogue.get(request.collection_name)
    for operation in request.body.operations:
        for name in type(operation).model_fields:
            check_written(collection, getattr(operation, name))
    collection.shard.update_batch(request.body, operation_spender(collection), dropping=not request.wait)
    return [written(collection, wait=request.wait) for _ in request.body.operations]


HANDLERS: Handlers = {
    requests.UpsertPoints: write("upsert"),
    requests.DeletePoints: write("delete"),
    requests.UpdateVectors: write("update_vectors"),
    requests.DeleteVectors: write("delete_vectors"),
    requests.SetPayload: write("set_payload"),
    requests.OverwritePayload: write("overwrite_payload"),
    requests.DeletePayload: write("delete_payload"),
    requests.ClearPayload: write("clear_payload"),
    requests.BatchUpdate: batch,
}
