"""Whole collections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.config.creation import created
from qschema.client.embedded.config.indexes import payload_schema
from qschema.client.embedded.config.patching import patched
from qschema.client.embedded.config.reach import check_shards
from qschema.client.embedded.config.vectors import check_vectors
from qschema.client.embedded.config.warnings import warnings_about
from qschema.client.embedded.handlers.shard_keys import is_custom
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.log import losses
from qschema.client.embedded.names import check_new_name
from qschema.client.errors import BadRequest


def get_collections(catalogue: Catalogue, request: requests.GetCollections) -> models.CollectionsResponse:
    """List the names of all collections."""
    return models.CollectionsResponse(collections=[models.CollectionDescription(name=name) for name in catalogue.names])


def get_collection(catalogue: Catalogue, request: requests.GetCollection) -> models.CollectionInfo:
    """Report on a collection."""
    return _info(catalogue.get(request.collection_name))


def collection_exists(catalogue: Catalogue, request: requests.CollectionExists) -> models.CollectionExistence:
    """Say whether there is a collection, or an alias."""
    return models.CollectionExistence(exists=catalogue.has(request.collection_name))


def create_collection(catalogue: Catalogue, request: requests.CreateCollection) -> bool:
    """Create a collection."""
    check_new_name(request.collection_name)
    config = created(request.body)
    check_shards(config)
    check_vectors(config)
    catalogue.create(request.collection_name, config)
    return True


def update_collection(catalogue: Catalogue, request: requests.UpdateCollection) -> bool:
    """Change a collection's configuration; where a part fails, those before it stay."""
    collection = catalogue.get(request.collection_name)
    config, refusal = collection.config, None
    try:
        for config in patched(collection.config, request.body):  # noqa: B007 - the last one counts
            pass
    except BadRequest as error:
        refusal = error
    if _of_the_shard(config) == _of_the_shard(collection.config):
        collection.note(dict(config))
    else:
        with collection.changing(config=dict(config)) as shard:
            shard.reconfigure(collection.engine_config())
    if refusal is not None:
        raise refusal
    return True


def delete_collection(catalogue: Catalogue, request: requests.DeleteCollection) -> bool:
    """Delete a collection."""
    return catalogue.delete(request.collection_name)


def _of_the_shard(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in config.items() if name not in ("metadata", "strict_mode_config")}


def _info(collection: Collection) -> models.CollectionInfo:
    state = collection.shard.info()
    config = collection.wire_config()
    info = models.CollectionInfo(
        status=collection.upkeep.status(collection.config, collection.shard),
        optimizer_status=collection.upkeep.optimizer_status(),
        indexed_vectors_count=state.indexed_vectors,
        points_count=state.points,
        segments_count=0 if is_custom(collection) else state.segments,
        config=config,
        payload_schema=payload_schema(collection.indexes, state.index_points),
        update_queue=_queue(config),
    )
    if warnings := [*warnings_about(collection.config), *losses(collection.folder)]:
        info.warnings = [models.CollectionWarning(message=warning) for warning in warnings]
    return info


def _queue(config: models.CollectionConfig) -> models.UpdateQueueInfo:
    """Nothing ever waits; points that wait for the optimisers are only reported where they can."""
    if config.optimizer_config.prevent_unoptimized:
        return models.UpdateQueueInfo(length=0, deferred_points=0)
    return models.UpdateQueueInfo(length=0)


HANDLERS: Handlers = {
    requests.GetCollections: get_collections,
    requests.GetCollection: get_collection,
    requests.CollectionExists: collection_exists,
    requests.CreateCollection: create_collection,
    requests.UpdateCollection: update_collection,
    requests.DeleteCollection: delete_collection,
}
