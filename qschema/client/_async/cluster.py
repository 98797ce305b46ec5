"""Calls about the cluster, and about how collections are spread over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import refuse_unknown, whole_seconds
from qschema.client.requests.cluster import (
    CreateShardKey,
    DeleteShardKey,
    GetClusterStatus,
    GetClusterTelemetry,
    GetCollectionCluster,
    ListShardKeys,
    RecoverCurrentPeer,
    RemovePeer,
    UpdateCollectionCluster,
)


class AsyncClusterCalls(AsyncCalls):
    """Calls about the cluster, and about how collections are spread over it."""

    async def cluster_status(self, timeout: float | None = None) -> models.ClusterStatus:
        """Read the peers of the cluster, and the state of their consensus.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(GetClusterStatus(), timeout=timeout)

    async def cluster_telemetry(
        self,
        details_level: int | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.DistributedTelemetryData:
        """Collect figures from all peers of the cluster (Qdrant 1.17 and later).

        Args:
            details_level: How much to tell, from 0 on.
            timeout: Seconds that the server may wait for the other nodes.
            **kwargs: Refused by name.

        Raises:
            ServerError: The instance is no part of a cluster.
        """
        refuse_unknown("cluster_telemetry", kwargs)
        return await self.send(GetClusterTelemetry(details_level, whole_seconds(timeout)))

    async def recover_current_peer(self, timeout: float | None = None) -> bool:
        """Have the peer that answers ask the others for the state of the consensus.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(RecoverCurrentPeer(), timeout=timeout)

    async def remove_peer(
        self,
        peer_id: int,
        force: bool | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool:
        """Remove a peer from the cluster.

        Args:
            peer_id: Which peer.
            force: Whether to remove it with shards on it, which are lost.
            timeout: Seconds that the server may wait for the other nodes.
            **kwargs: Refused by name.
        """
        refuse_unknown("remove_peer", kwargs)
        return await self.send(RemovePeer(peer_id, force, whole_seconds(timeout)))

    async def collection_cluster_info(
        self,
        collection_name: str,
        timeout: float | None = None,
    ) -> models.CollectionClusterInfo:
        """Read where the shards of a collection are, and which are on their way.

        Args:
            collection_name: A collection or an alias.
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(GetCollectionCluster(collection_name), timeout=timeout)

    async def cluster_collection_update(
        self,
        collection_name: str,
        cluster_operation: models.ClusterOperations,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool:
        """Move, copy or drop shards of a collection, or change how many there are.

        Args:
            collection_name: A collection or an alias.
            cluster_operation: What to do.
            timeout: Seconds that the server may wait for the other nodes.
            **kwargs: Refused by name.
        """
        refuse_unknown("cluster_collection_update", kwargs)
        request = UpdateCollectionCluster(collection_name, cluster_operation, whole_seconds(timeout))
        return await self.send(request)

    async def list_shard_keys(
        self,
        collection_name: str,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.ShardKeysResponse:
        """List the shard keys of a collection with custom sharding.

        Args:
            collection_name: A collection or an alias.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("list_shard_keys", kwargs)
        return await self.send(ListShardKeys(collection_name), timeout=timeout)

    async def create_shard_key(
        self,
        collection_name: str,
        shard_key: models.ShardKey,
        shards_number: int | None = None,
        replication_factor: int | None = None,
        placement: Sequence[int] | None = None,
        initial_state: models.ReplicaState | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool:
        """Make the shards of a new shard key, in a collection with custom sharding.

        Args:
            collection_name: A collection or an alias.
            shard_key: The key.
            shards_number: How many shards; None means as many as the collection says.
            replication_factor: Copies of each shard; None means as many as the collection says.
            placement: The peers to make them on; None means all.
            initial_state: The state of the new copies, by default active.
            timeout: Seconds that the server may wait for the other nodes.
            **kwargs: Refused by name.
        """
        refuse_unknown("create_shard_key", kwargs)
        body = models.CreateShardingKey(
            shard_key=shard_key,
            shards_number=shards_number,
            replication_factor=replication_factor,
            placement=None if placement is None else list(placement),
            initial_state=initial_state,
        )
        return await self.send(CreateShardKey(collection_name, body, whole_seconds(timeout)))

    async def delete_shard_key(
        self,
        collection_name: str,
        shard_key: models.ShardKey,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool:
        """Drop the shards of a shard key with their points.

        Args:
            collection_name: A collection or an alias.
            shard_key: The key.
            timeout: Seconds that the server may wait for the other nodes.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete_shard_key", kwargs)
        body = models.DropShardingKey(shard_key=shard_key)
        return await self.send(DeleteShardKey(collection_name, body, whole_seconds(timeout)))
