"""What there is over gRPC alone, against a real server."""

from __future__ import annotations

import asyncio

import grpc as grpcio
import numpy as np
import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, grpc, models
from qschema.client.errors import AlreadyExists, BadRequest, NotFound, RateLimited, ValidationFailed
from tests.ports import grpc_port_of

pytestmark = pytest.mark.live


@pytest.fixture
def client(live_url):
    with QdrantClient(live_url, prefer_grpc=True, grpc_port=grpc_port_of(live_url), retries=0) as made:
        yield made


def test_messages_made_by_hand(client, books):
    answer = client.grpc_points.Count(grpc.CountPoints(collection_name=books, exact=True))
    assert answer.result.count == 3
    listed = client.grpc_collections.List(grpc.ListCollectionsRequest())
    assert books in [found.name for found in listed.collections]
    with pytest.raises(grpcio.RpcError) as caught:
        client.grpc_points.Count(grpc.CountPoints(collection_name=f"{books}-2"))
    assert caught.value.code() is grpcio.StatusCode.NOT_FOUND


def test_messages_made_by_hand_in_an_event_loop(live_url, books):
    async def count() -> int:
        async with AsyncQdrantClient(live_url, grpc_port=grpc_port_of(live_url)) as client:
            answer = await client.grpc_points.Count(grpc.CountPoints(collection_name=books))
            return answer.result.count

    assert asyncio.run(count()) == 3


def test_errors_are_those_of_rest(client, books):
    with pytest.raises(AlreadyExists):
        client.create_collection(books)
    with pytest.raises(NotFound):
        client.count(f"{books}-2")
    with pytest.raises(BadRequest):
        client.upsert(books, [models.PointStruct(id=1, vector={"text": [1.0]})])
    with pytest.raises(ValidationFailed):
        client.scroll(books, limit=0)


def test_a_rate_limit_says_when_to_come_back(client, books):
    limits = models.StrictModeConfig(enabled=True, read_rate_limit=1)
    client.update_collection(books, strict_mode_config=limits)
    with pytest.raises(RateLimited) as caught:
        [client.count(books) for _ in range(10)]
    assert caught.value.retry_after
    client.update_collection(books, strict_mode_config=models.StrictModeConfig(enabled=False))


@pytest.mark.parametrize("compression", list(grpcio.Compression)[::2])
def test_uploads_are_cut_by_their_bytes(live_url, name, compression):
    port = grpc_port_of(live_url)
    with QdrantClient(live_url, prefer_grpc=True, grpc_port=port, grpc_compression=compression) as client:
        client.create_collection(name, models.VectorParams(size=64, distance=models.Distance.DOT))
        matrix = np.random.default_rng(1).standard_normal((3000, 64), np.float32)
        client.upload_collection(name, matrix, batch_size=3000, max_batch_bytes=100_000, wait=True, ids=range(3000))
        assert client.count(name).count == 3000
        (found,) = client.retrieve(name, [2999], with_vectors=True)
        np.testing.assert_array_equal(np.array(found.vector, np.float32), matrix[2999])
        client.delete_collection(name)
