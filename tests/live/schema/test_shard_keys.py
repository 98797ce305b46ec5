"""Shard keys, as a cluster of one shows them."""

from __future__ import annotations

import socket

import pytest

from qschema.client import QdrantClient, models
from qschema.schema.importing import importable
from qschema.schema.inspect import inspect

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def cluster_url(start_server) -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return start_server("--cluster", str(port))


def test_shard_keys_are_read_as_they_would_be_declared(cluster_url):
    with QdrantClient(cluster_url) as client:
        client.create_collection("articles", {}, sharding_method=models.ShardingMethod.CUSTOM, shard_number=2)
        assert inspect(client).collections["articles"].spec.shard_keys is None
        for key in ("europe", 7, "asia"):
            client.create_shard_key("articles", key)
        client.create_shard_key("articles", 5, shards_number=1)
        live = inspect(client)
        assert live.collections["articles"].spec.as_json()["shard_keys"] == [
            {"shard_key": 5, "shards_number": 1},
            {"shard_key": 7},
            {"shard_key": "asia"},
            {"shard_key": "europe"},
        ]
        assert importable(live).specs["articles"].shard_keys == live.collections["articles"].spec.shard_keys
