"""Calls about a cluster, against one of two nodes."""

from __future__ import annotations

import socket
import time

import pytest

from qschema.client import QdrantClient, models
from qschema.client.errors import UnexpectedResponse

pytestmark = pytest.mark.live


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def until(condition):
    """Wait until something holds that the nodes agree on by themselves."""
    for _ in range(600):
        try:
            if condition():
                return
        except UnexpectedResponse:
            pass
        time.sleep(0.1)
    raise AssertionError("the nodes never agreed")


@pytest.fixture(scope="module")
def nodes(start_server):
    """The URLs of two nodes that make up a cluster."""
    one, two = free_port(), free_port()
    first = start_server("--cluster", str(one))
    second = start_server("--cluster", str(two), "--bootstrap", f"http://127.0.0.1:{one}")
    with QdrantClient(first) as client:
        until(lambda: len(client.cluster_status().peers) == 2)
    return first, second


@pytest.fixture
def live_url(nodes):
    return nodes[0]


def test_peers(client):
    status = client.cluster_status()
    assert status.status == "enabled"
    assert len(status.peers) == 2
    assert status.peer_id
    assert client.recover_current_peer(timeout=10)
    told = client.cluster_telemetry(details_level=2, timeout=10)
    assert told.cluster.enabled
    assert client.remove_peer(1, force=False, timeout=5)  # nobody has that number, and nobody minds


def test_shard_keys(client, name):
    client.create_collection(name, sharding_method=models.ShardingMethod.CUSTOM, shard_number=1)
    assert client.list_shard_keys(name).shard_keys in (None, [])
    peer = client.cluster_status().peer_id
    assert client.create_shard_key(name, "k", shards_number=1, replication_factor=1, placement=(peer,), timeout=20)
    assert client.create_shard_key(name, 5, initial_state=models.ReplicaState.ACTIVE)
    assert sorted(str(found.key) for found in client.list_shard_keys(name).shard_keys) == ["5", "k"]
    client.upsert(name, [models.PointStruct(id=1, vector={})], shard_key_selector="k")
    assert client.count(name, shard_key_selector="k").count == 1
    assert client.count(name, shard_key_selector=models.ShardKeyWithFallback(target="k", fallback=5)).count == 1
    assert client.delete_shard_key(name, "k", timeout=20)
    assert client.count(name).count == 0
    client.delete_collection(name)


def test_shards_move(client, name):
    client.create_collection(name, shard_number=1, timeout=20)
    client.upsert(name, [models.PointStruct(id=1, vector={})])
    info = client.collection_cluster_info(name)
    own, here = info.peer_id, bool(info.local_shards)
    (other,) = {int(peer) for peer in client.cluster_status().peers} - {own}
    source, target = (own, other) if here else (other, own)
    move = models.MoveShard(shard_id=0, from_peer_id=source, to_peer_id=target)
    assert client.cluster_collection_update(name, models.MoveShardOperation(move_shard=move), timeout=20)

    def moved() -> bool:
        now = client.collection_cluster_info(name)
        return not now.shard_transfers and bool(now.local_shards) != here

    until(moved)
    assert client.count(name).count == 1
    client.delete_collection(name)
