"""A collection with custom sharding over the peers of a cluster is cloned by their snapshots."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.client import QdrantClient, models
from tests.apply.bench import Bench, wipe
from tests.apply.reindex import embedders
from tests.apply.snapshots.shop import Shop
from tests.live.apply.sharded import ALIAS, IDS, KEYS, NAME, texts

pytestmark = pytest.mark.live


def declared(model: str, size: int) -> dict[str, Any]:
    embed = {"model": f"{embedders.__name__}:{model}", "from": "text"}
    spec = {
        "vectors": {
            "text": {"size": size, "distance": "Cosine", "embed": embed},
            "image": {"size": 2, "distance": "Dot"},
        },
        "sharding_method": "custom",
        "shard_keys": [{"shard_key": key} for key in KEYS],
        "replication_factor": 1,
        "aliases": [ALIAS],
        "lifecycle": {"replace": "clone", "verify": {"points": "all"}},
    }
    return {NAME: spec}


def test_over_the_peers_of_a_cluster(cluster, tmp_path):
    with QdrantClient(cluster[0]) as one, QdrantClient(cluster[1]) as other:
        wipe(one)
        shop = Shop(Bench.over(one, "the cluster"), tmp_path, (one, other))
        shop.apply(declared("four", 4))
        for key in KEYS:
            points: Any = [
                models.PointStruct(
                    id=id,
                    vector={"text": embedders.four([f"{key} {id}"])[0], "image": [id, 1]},
                    payload={"text": f"{key} {id}"},
                )
                for id in IDS
            ]
            one.upsert(NAME, points, shard_key_selector=key)
        before = texts(one, NAME)
        plan = shop.plan(declared("eight", 8))
        assert plan.steps[0].kind == "clone_collection"
        shop.apply(declared("eight", 8))
        assert shop.bench.plan(declared("eight", 8)).idle
        assert texts(other, ALIAS) == before
        for key in KEYS:
            found, _ = one.scroll(NAME, limit=100, with_vectors=True, shard_key_selector=key)
            assert {point.id: point.vector["image"] for point in found} == {id: [id, 1] for id in IDS}
            assert {len(point.vector["text"]) for point in found} == {8}
        assert not one.list_snapshots(NAME)
