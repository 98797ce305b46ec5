"""Vectors that are added to, and dropped from, an existing collection (Qdrant 1.18 and later)."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.config.vectors import with_vector, without_vector
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.handlers.written import written
from qschema.client.embedded.names import check_vector_name
from qschema.client.embedded.strict.rates.spending import pay_for_declaring


def create_vector(catalogue: Catalogue, request: requests.CreateVectorName) -> models.UpdateResult:
    """Add a vector; it is no error if there is the very same already."""
    collection = catalogue.get(request.collection_name)
    name = request.vector_name
    check_vector_name(name, status=422)
    config = with_vector(collection.config, name, request.body)
    pay_for_declaring(collection)
    if config != collection.config:
        with collection.changing(config=config) as shard:
            shard.create_vector(name, request.body)
    return written(collection, wait=request.wait)


def delete_vector(catalogue: Catalogue, request: requests.DeleteVectorName) -> models.UpdateResult:
    """Drop a vector; it is no error if there is none."""
    collection = catalogue.get(request.collection_name)
    check_vector_name(request.vector_name, status=422)
    config, sparse = without_vector(collection.config, request.vector_name)
    if config != collection.config:
        with collection.changing(config=config) as shard:
            shard.delete_vector(request.vector_name, sparse=sparse)
    return written(collection, wait=request.wait)


HANDLERS: Handlers = {requests.CreateVectorName: create_vector, requests.DeleteVectorName: delete_vector}
