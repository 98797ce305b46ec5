"""The cluster that isn't there: what a node that stands alone answers (measured on 1.19.0)."""

from __future__ import annotations

from typing import Any, NoReturn

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.handlers.shard_keys import is_custom
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.errors import UnexpectedResponse
from qschema.client.requests.base import Request

PEER = 1
"""The number of the one peer; a server draws one for itself."""


def get_cluster_status(catalogue: Catalogue, request: requests.GetClusterStatus) -> models.ClusterStatus:
    """Say that there is no cluster."""
    return models.ClusterStatusOneOf(status="disabled")


def get_collection_cluster(
    catalogue: Catalogue, request: requests.GetCollectionCluster
) -> models.CollectionClusterInfo:
    """Report all shards that were asked for as being here; all points are in the first."""
    collection = catalogue.get(request.collection_name)
    shards = [
        models.LocalShardInfo(shard_id=shard, points_count=points, state=models.ReplicaState.ACTIVE)
        for shard, points in enumerate(_points_by_shard(collection))
    ]
    return models.CollectionClusterInfo(
        peer_id=PEER, shard_count=len(shards), local_shards=shards, remote_shards=[], shard_transfers=[]
    )


def list_shard_keys(catalogue: Catalogue, request: requests.ListShardKeys) -> models.ShardKeysResponse:
    """List no shard keys; a collection without custom sharding doesn't even have the list."""
    custom = is_custom(catalogue.get(request.collection_name))
    return models.ShardKeysResponse(shard_keys=[]) if custom else models.ShardKeysResponse()


def refuse(catalogue: Catalogue, request: Request[Any]) -> NoReturn:
    """Refuse what only a cluster can do, whether or not there is such a collection."""
    raise UnexpectedResponse("the instance is a single node, not a cluster", status=405)


def _points_by_shard(collection: Collection) -> list[int]:
    if is_custom(collection):
        return []
    return [collection.shard.info().points] + [0] * (collection.config["params"]["shard_number"] - 1)


HANDLERS: Handlers = {
    requests.GetClusterStatus: get_cluster_status,
    requests.GetCollectionCluster: get_collection_cluster,
    requests.ListShardKeys: list_shard_keys,
    requests.UpdateCollectionCluster: refuse,
    requests.CreateShardKey: refuse,
    requests.DeleteShardKey: refuse,
    requests.RecoverCurrentPeer: refuse,
    requests.RemovePeer: refuse,
}
