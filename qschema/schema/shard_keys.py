"""The shard keys of a collection, as they would be declared."""

from __future__ import annotations

from typing import Any

from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound
from qschema.client.models import CollectionClusterInfo, CollectionInfo, ShardingMethod, ShardKey


def shard_keys_of(client: QdrantClient, name: str, info: CollectionInfo) -> list[dict[str, Any]]:
    """Return a collection's shard keys; none where the key may not see where shards are, or they are gone by now.

    The list of shard keys itself came with Qdrant 1.16.2; the way of the cluster is as old as the keys.

    Args:
        client: The instance.
        name: The collection.
        info: What the instance says of it.
    """
    params = info.config.params
    if params.sharding_method != ShardingMethod.CUSTOM:
        return []
    try:
        return _as_declared(client.collection_cluster_info(name), params.shard_number)
    except (NotFound, Forbidden):
        return []


def _as_declared(info: CollectionClusterInfo, usual: int | None) -> list[dict[str, Any]]:
    """Return the keys, numbers before texts.

    Args:
        info: Where the collection's shards are.
        usual: How many shards a key has that says nothing of it, which is the collection's `shard_number`
            (lib/storage/src/content_manager/toc/collection_meta_ops.rs of Qdrant 1.19.0).
    """
    shards: dict[ShardKey, set[int]] = {}
    held = [(shard.shard_key, shard.shard_id) for shard in info.local_shards]
    held += [(shard.shard_key, shard.shard_id) for shard in info.remote_shards]
    for key, shard_id in held:
        if key is not None:
            shards.setdefault(key, set()).add(shard_id)
    return [
        {"shard_key": key} if len(shards[key]) == usual else {"shard_key": key, "shards_number": len(shards[key])}
        for key in sorted(shards, key=lambda key: (isinstance(key, str), key))
    ]
