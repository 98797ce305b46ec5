"""Figures of the instance as JSON: what a server's level of detail shows, as far as the engine knows it.

How calls are answered, and what its own allocator holds, is a server's matter: neither is told here. Levels are those
of 1.19.0: 0 the number of collections, 1 their sizes, 2 their configurations, 3 and more their shards.
"""

from __future__ import annotations

from datetime import datetime, timezone
from uuid import uuid4

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.figures import holding
from qschema.client.embedded.handlers.quotas import quotas
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.version import VERSION
from qschema.client.requests.base import adapter

_ID = str(uuid4())
"""Who this process is in telemetry; a server draws it at its start."""

_STARTED = datetime.now(timezone.utc)

_SIZES, _CONFIGURATIONS, _SHARDS = 1, 2, 3


def get_telemetry(catalogue: Catalogue, request: requests.GetTelemetry) -> models.TelemetryData:
    """Tell about the instance; `anonymize` leaves out whatever has a name."""
    level = request.details_level or 0
    named = () if request.anonymize and level >= _CONFIGURATIONS else catalogue.each()
    collections = models.CollectionsTelemetry(number_of_collections=len(catalogue.names))
    if level >= _SIZES:
        collections.collections = [_collection(name, collection, level) for name, collection in named]
    return models.TelemetryData(
        id=_ID,
        app=models.AppBuildTelemetry(name="qdrant", version=VERSION, startup=_STARTED),
        collections=collections,
        cluster=models.ClusterTelemetry(enabled=False, resharding_enabled=False),
        requests=models.RequestsTelemetry(
            rest=models.WebApiTelemetry(responses={}), grpc=models.GrpcTelemetry(responses={})
        ),
        quota=models.QuotaTelemetry(config=quotas(catalogue), exceeded=models.QuotaExceeded()),
    )


def _collection(
    name: str, collection: Collection, level: int
) -> models.CollectionTelemetry | models.CollectionsAggregatedTelemetry:
    if level < _CONFIGURATIONS:
        return models.CollectionsAggregatedTelemetry(
            vectors=sum(holding(collection).vectors.values()),
            optimizers_status=collection.upkeep.optimizer_status(),
            params=collection.wire_config().params,
        )
    config = adapter(models.CollectionConfigTelemetry).validate_python(collection.config)
    shards = [_shard(collection)] if level >= _SHARDS else None
    return models.CollectionTelemetry(id=name, config=config, shards=shards)


def _shard(collection: Collection) -> models.ReplicaSetTelemetry:
    held = holding(collection)
    local = models.LocalShardTelemetry(
        status=models.ShardStatus(collection.upkeep.status(collection.config, collection.shard).value),
        total_optimized_points=0,
        num_points=held.points,
        num_vectors=sum(held.vectors.values()),
        num_vectors_by_name=dict(held.vectors),
    )
    return models.ReplicaSetTelemetry(id=0, local=local, remote=[], replicate_states={})


HANDLERS: Handlers = {requests.GetTelemetry: get_telemetry}
