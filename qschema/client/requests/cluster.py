"""Requests about the cluster, and about how a collection is spread over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class GetClusterStatus(Request[models.ClusterStatus]):
    """Read the peers of the cluster and the state of their consensus."""

    rest: ClassVar = RestForm(verb="GET", path="/cluster")
    result: ClassVar = models.ClusterStatus


@dataclass(frozen=True, slots=True)
class GetClusterTelemetry(Request[models.DistributedTelemetryData]):
    """Collect figures from all peers (Qdrant 1.17 and later)."""

    rest: ClassVar = RestForm(verb="GET", path="/cluster/telemetry", query=("details_level", "timeout"))
    result: ClassVar = models.DistributedTelemetryData

    details_level: int | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class RecoverCurrentPeer(Request[bool]):
    """Have the peer that answers ask the others for the state of the consensus."""

    rest: ClassVar = RestForm(verb="POST", path="/cluster/recover")
    result: ClassVar = bool


@dataclass(frozen=True, slots=True)
class RemovePeer(Request[bool]):
    """Remove a peer from the cluster."""

    rest: ClassVar = RestForm(verb="DELETE", path="/cluster/peer/{peer_id}", query=("force", "timeout"))
    result: ClassVar = bool
    repeatable: ClassVar = False

    peer_id: int
    force: bool | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class GetCollectionCluster(Request[models.CollectionClusterInfo]):
    """Read where the shards of a collection are, and which are on their way."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}/cluster")
    result: ClassVar = models.CollectionClusterInfo

    collection_name: str


@dataclass(frozen=True, slots=True)
class UpdateCollectionCluster(Request[bool]):
    """Move, copy or drop shards, or change how many there are."""

    rest: ClassVar = RestForm(
        verb="POST", path="/collections/{collection_name}/cluster", query=("timeout",), body=models.ClusterOperations
    )
    result: ClassVar = bool
    repeatable: ClassVar = False

    collection_name: str
    body: models.ClusterOperations
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class ListShardKeys(Request[models.ShardKeysResponse]):
    """List the shard keys of a collection."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}/shards")
    result: ClassVar = models.ShardKeysResponse

    collection_name: str


@dataclass(frozen=True, slots=True)
class CreateShardKey(Request[bool]):
    """Make the shards of a new shard key."""

    rest: ClassVar = RestForm(
        verb="PUT", path="/collections/{collection_name}/shards", query=("timeout",), body=models.CreateShardingKey
    )
    result: ClassVar = bool
    repeatable: ClassVar = False

    collection_name: str
    body: models.CreateShardingKey
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteShardKey(Request[bool]):
    """Drop the shards of a shard key with their points."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/shards/delete",
        query=("timeout",),
        body=models.DropShardingKey,
    )
    result: ClassVar = bool
    repeatable: ClassVar = False

    collection_name: str
    body: models.DropShardingKey
    timeout: int | None = None
