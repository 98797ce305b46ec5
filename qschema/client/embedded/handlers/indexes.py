"""Payload indexes."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import index_params
from qschema.client.embedded.config.indexes import declared_index, field_path, same_index
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.handlers.written import written
from qschema.client.embedded.strict.rates.spending import pay_for_declaring
from qschema.client.errors import BadRequest


def create_index(catalogue: Catalogue, request: requests.CreatePayloadIndex) -> models.UpdateResult:
    """Index a payload field, or replace its index; the one that it has already is left alone."""
    collection = catalogue.get(request.collection_name)
    field = field_path(request.body.field_name)
    if request.body.field_schema is None:
        raise BadRequest("the type of the index is missing: give field_schema", status=400)
    index = declared_index(request.body.field_schema)
    pay_for_declaring(collection)
    if not same_index(collection.indexes.get(field), index):
        with collection.changing(indexes={**collection.indexes, field: index}) as shard:
            shard.create_index(field, index_params(index))
    return written(collection, wait=request.wait)


def delete_index(catalogue: Catalogue, request: requests.DeletePayloadIndex) -> models.UpdateResult:
    """Drop an index; it is no error if there is none."""
    collection = catalogue.get(request.collection_name)
    field = field_path(request.field_name)
    if field in collection.indexes:
        left = {other: index for other, index in collection.indexes.items() if other != field}
        with collection.changing(indexes=left) as shard:
            shard.delete_index(field)
    return written(collection, wait=request.wait)


HANDLERS: Handlers = {requests.CreatePayloadIndex: create_index, requests.DeletePayloadIndex: delete_index}
