"""Shards: their keys, where they are, and what can be done with them."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.mapping.registry import holder, one_of, record, same

one_of("ShardKey", Case("keyword", str), Case("number", int))
same(
    *(models.AbortShardTransfer, models.LocalShardInfo, models.MoveShard, models.RemoteShardInfo, models.Replica),
    *(models.ReplicatePoints, models.ReplicateShard, models.ReshardingInfo, models.RestartTransfer),
    models.ShardKeyDescription,
)
record(models.ShardTransferInfo, "ShardTransferInfo", lacking=("method", "comment"))
record(models.CollectionClusterInfo, "CollectionClusterInfoResponse")
record(models.CreateShardingKey, "CreateShardKey")
record(models.DropShardingKey, "DeleteShardKey")
holder("CreateShardKeyRequest", "request")
holder("DeleteShardKeyRequest", "request")
one_of(
    "UpdateCollectionClusterSetupRequest",
    Case("move_shard", models.MoveShardOperation, inside="move_shard"),
    Case("replicate_shard", models.ReplicateShardOperation, inside="replicate_shard"),
    Case("abort_transfer", models.AbortTransferOperation, inside="abort_transfer"),
    Case("drop_replica", models.DropReplicaOperation, inside="drop_replica"),
    Case("create_shard_key", models.CreateShardingKeyOperation, inside="create_sharding_key"),
    Case("delete_shard_key", models.DropShardingKeyOperation, inside="drop_sharding_key"),
    Case("restart_transfer", models.RestartTransferOperation, inside="restart_transfer"),
    Case("replicate_points", models.ReplicatePointsOperation, inside="replicate_points"),
    oneof="operation",
)
