"""Shard keys: with custom sharding each has points of its own, and an id may stand under several of them."""

from __future__ import annotations

from collections.abc import Collection

from qschema.client import QdrantClient, models
from qschema.client.errors import BadRequest
from qschema.schema.shard_keys import shard_keys_of


def shard_keys(client: QdrantClient, collection: str) -> list[models.ShardKey | None]:
    """Return a collection's shard keys; None alone if it has no custom sharding."""
    params = client.get_collection(collection).config.params
    if params.sharding_method is not models.ShardingMethod.CUSTOM:
        return [None]
    return [one.key for one in client.list_shard_keys(collection).shard_keys or []]


def create_shard_keys(
    source: tuple[QdrantClient, str], dest: tuple[QdrantClient, str], keys: Collection[models.ShardKey | None]
) -> None:
    """Create shard keys of one collection in another, with as many shards; one that comes to be meanwhile will do.

    They are active at once. Else new shards of a collection that an alias hides never are: what is to make them active
    goes by the name, and so to the collection that the alias leads to (measured on Qdrant 1.19.0, a 408 after 10 s).

    Args:
        source: An instance, and the collection there that has them.
        dest: An instance, and the collection there that lacks them.
        keys: Which of them.
    """
    if not keys:
        return
    client, collection = source
    known = {one["shard_key"]: one for one in shard_keys_of(client, collection, client.get_collection(collection))}
    client, collection = dest
    for key in keys:
        assert key is not None
        try:
            client.create_shard_key(
                collection,
                key,
                shards_number=known.get(key, {}).get("shards_number"),
                initial_state=models.ReplicaState.ACTIVE,
            )
        except BadRequest:
            if key not in shard_keys(client, collection):
                raise
