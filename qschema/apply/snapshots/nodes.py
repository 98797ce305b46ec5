"""The peers that hold a collection's shards: a peer's snapshot holds its own ones only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from qschema.apply.snapshots.errors import UnreachableShardsError
from qschema.client import QdrantClient, models


class Node(NamedTuple):
    """A peer, and what it holds of a collection.

    Attributes:
        client: The peer.
        peer: Its number.
        shards: The numbers of the shards whose replica there is active.
    """

    client: QdrantClient
    peer: int
    shards: tuple[int, ...]


def nodes_of(clients: Iterable[QdrantClient], collection: str) -> tuple[Node, ...]:
    """Return the peers that hold shards of a collection, each once.

    Raises:
        UnreachableShardsError: Some shards lie on none of them.
        QdrantError: One of them can't be asked.
    """
    found: dict[int, Node] = {}
    everything: dict[int, set[int]] = {}
    for client in clients:
        info = client.collection_cluster_info(collection)
        active = (shard.shard_id for shard in info.local_shards if shard.state is models.ReplicaState.ACTIVE)
        found[info.peer_id] = Node(client, info.peer_id, tuple(sorted(active)))
        for shard in info.local_shards:
            everything.setdefault(shard.shard_id, set()).add(info.peer_id)
        for other in info.remote_shards:
            everything.setdefault(other.shard_id, set()).add(other.peer_id)
    held = {shard for node in found.values() for shard in node.shards}
    if missing := {str(peer) for shard, peers in everything.items() if shard not in held for peer in peers}:
        raise UnreachableShardsError(collection, sorted(missing))
    return tuple(node for node in found.values() if node.shards)


def shard_keys_in_order(client: QdrantClient, collection: str) -> tuple[int | str, ...]:
    """Return the shard keys of a collection in the order of their shards' numbers; none where sharding is automatic."""
    info = client.collection_cluster_info(collection)
    keys = {shard.shard_id: shard.shard_key for shard in info.local_shards}
    keys |= {shard.shard_id: shard.shard_key for shard in info.remote_shards}
    return tuple(dict.fromkeys(key for _, key in sorted(keys.items()) if key is not None))
