"""What was destroyed comes back on real servers, and on a cluster from the snapshots of all its peers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.apply.errors import StepFailedError
from qschema.client import QdrantClient
from tests.apply.bench import Bench, wipe
from tests.apply.snapshots.shop import BOTH, COSINE, ITEMS, LOGS, POINTS, Shop

pytestmark = pytest.mark.live


def test_a_collection_that_was_deleted(bench, tmp_path):
    shop = Shop.furnished(bench, tmp_path)
    before = shop.shown("items")
    shop.apply({"logs": BOTH["logs"]}, "items")
    assert shop.told.snapshots[0].space == "unknown"
    shop.take_back()
    assert shop.shown("items") == before
    assert shop.aliases() == {"lines": "logs", "things": "items"}
    assert shop.bench.plan(BOTH).idle


def test_what_is_served_meanwhile_is_switched_over(bench, tmp_path):
    shop = Shop.furnished(bench, tmp_path)
    before = shop.shown("items")
    declared = {**BOTH, "items": {**ITEMS, "vectors": {"text": COSINE}, "lifecycle": {"replace": "delete_and_create"}}}
    shop.apply(declared, "items")
    shop.write("items", [90, 91], ["text"])
    shop.take_back("items")
    assert shop.shown("items") == before
    assert shop.bench.plan(BOTH).idle


@pytest.fixture
def nodes(cluster) -> Iterator[tuple[QdrantClient, QdrantClient]]:
    with QdrantClient(cluster[0]) as one, QdrantClient(cluster[1]) as other:
        wipe(one)
        yield one, other


def test_the_peers_of_a_cluster(nodes, tmp_path):
    one, other = nodes
    declared = {"logs": {**BOTH["logs"], "shard_number": 3, "replication_factor": 1}}
    shop = Shop(Bench.over(one, "the cluster"), tmp_path, (one,))
    shop.apply(declared)
    shop.write("logs", range(10 * POINTS))
    before = shop.points("logs")
    with pytest.raises(StepFailedError, match="would not be whole"):
        shop.apply({}, "logs")
    shop.clients = nodes
    shop.apply({}, "logs")
    shards = [shard for part in shop.told.snapshots[0].parts for shard in part.shards]
    assert sorted(shards) == [0, 1, 2]
    shop.take_back()
    assert shop.points("logs") == before
    assert other.count("logs").count == len(before)
    assert shop.bench.plan(declared).idle


def test_a_shard_key_with_its_points(nodes, tmp_path):
    shop = Shop(Bench.over(nodes[0], "the cluster"), tmp_path, nodes)
    sharded = {**LOGS, "sharding_method": "custom", "replication_factor": 1}
    both = {"logs": {**sharded, "shard_keys": [{"shard_key": "south"}, {"shard_key": "north"}]}}
    shop.apply(both)
    shop.write("logs", range(POINTS), shard_key="south")
    shop.write("logs", range(100, 100 + POINTS), shard_key="north")
    before = shop.points("logs")
    shop.apply({"logs": {**sharded, "shard_keys": [{"shard_key": "north"}]}}, "logs/shard_keys/south")
    assert len(shop.points("logs")) == POINTS
    shop.take_back("logs")
    assert shop.points("logs") == before
    assert shop.bench.plan(both).idle
