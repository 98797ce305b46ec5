"""Copying collections to and from a real server."""

from __future__ import annotations

import secrets

import pytest

from qschema.client import QdrantClient, models
from qschema.client.migrate import migrate

pytestmark = pytest.mark.live


def points_of(client, name):
    return {point.id: (point.vector, point.payload) for point in client.scroll(name, limit=100, with_vectors=True)[0]}


def test_to_the_engine_and_back(client, live_url, books):
    there = books + "-back"
    assert [point.id for point in QdrantClient(live_url).scroll_iter(books, page_size=2)] == [1, 2, 3]
    client.create_payload_index(books, "year", models.IntegerIndexParams(type="integer", lookup=True, range=False))
    with QdrantClient(live_url) as server, QdrantClient(":memory:") as engine, QdrantClient(":memory:") as other:
        server.migrate(engine, [books], batch_size=2)
        assert points_of(engine, books) == points_of(server, books)
        info = server.get_collection(books)
        assert engine.get_collection(books).config == info.config
        assert engine.get_collection(books).payload_schema == info.payload_schema
        # Under another name, so that the way back has a place to go to.
        other.create_collection(there, {"text": models.VectorParams(size=2, distance=models.Distance.DOT)})
        other.upsert(there, [models.PointStruct(id=1, vector={"text": [1.0, 2.0]})])
        migrate(other, server, [there])
        assert points_of(server, there) == points_of(other, there)
        server.delete_collection(there)


def test_keys_of_shards(start_server):
    one, two = start_server("--cluster", "0"), start_server("--cluster", "0")
    name = f"keyed-{secrets.token_hex(4)}"
    with QdrantClient(one) as source, QdrantClient(two) as dest:
        source.create_collection(
            name,
            models.VectorParams(size=1, distance=models.Distance.DOT),
            sharding_method=models.ShardingMethod.CUSTOM,
        )
        for key in ("a", 7):
            source.create_shard_key(name, key)
            source.upsert(name, [models.PointStruct(id=1, vector=[1.0], payload={"of": key})], shard_key_selector=key)
        source.migrate(dest)
        for key in ("a", 7):
            (found,) = dest.scroll(name, shard_key_selector=key)[0]
            assert found.payload == {"of": key}
