"""The official client from PyPI finds a Qdrant here."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
import numpy as np
import pytest
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from tests.ports import grpc_port_of
from tests.serve.conftest import KEY

NUMBER, SIZE = 300, 16


@pytest.fixture(params=["rest", "grpc"])
def client(server, request) -> Iterator[QdrantClient]:
    prefer_grpc = request.param == "grpc"
    # it looks at the server's version, and is content
    with_checks = QdrantClient(server.url, grpc_port=grpc_port_of(server.url), prefer_grpc=prefer_grpc)
    yield with_checks
    with_checks.close()


@pytest.fixture
def vectors() -> np.ndarray:
    return np.random.default_rng(7).normal(size=(NUMBER, SIZE)).astype(np.float32)


@pytest.fixture
def books(client, name, vectors) -> Iterator[str]:
    assert client.create_collection(
        name,
        vectors_config={
            "text": models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
            "lines": models.VectorParams(
                size=2,
                distance=models.Distance.DOT,
                multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
            ),
        },
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        hnsw_config=models.HnswConfigDiff(m=8),
        quantization_config=models.ScalarQuantization(
            scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8)
        ),
    )
    client.upload_points(
        name,
        (
            models.PointStruct(
                id=number,
                vector={
                    "text": vectors[number].tolist(),
                    "lines": [[number, 1.0], [1.0, number]],
                    "words": models.SparseVector(indices=[number % 5, 100], values=[1.0, 0.5]),
                },
                payload={"year": 1900 + number % 100, "kind": ["novel", "poem"][number % 2], "none": None},
            )
            for number in range(NUMBER)
        ),
        batch_size=64,
        wait=True,
    )
    yield name
    client.delete_collection(name)


def test_what_was_created_is_read_back(client, books):
    assert client.collection_exists(books)
    info = client.get_collection(books)
    assert (info.status, info.points_count) == (models.CollectionStatus.GREEN, NUMBER)
    assert info.config.hnsw_config.m == 8
    assert info.config.params.sparse_vectors["words"].modifier == models.Modifier.IDF
    assert client.update_collection(books, optimizers_config=models.OptimizersConfigDiff(indexing_threshold=5000))
    assert client.get_collection(books).config.optimizer_config.indexing_threshold == 5000


def test_vectors_are_uploaded_from_arrays(client, name, vectors):
    client.create_collection(name, models.VectorParams(size=SIZE, distance=models.Distance.EUCLID))
    payloads = [{"number": number} for number in range(NUMBER)]
    client.upload_collection(name, vectors, payloads, ids=range(NUMBER), batch_size=50, parallel=1, wait=True)
    assert client.count(name).count == NUMBER
    (found,) = client.retrieve(name, [17], with_vectors=True)
    np.testing.assert_allclose(found.vector, vectors[17], rtol=1e-5)
    assert found.payload == {"number": 17}


def test_the_nearest_are_the_nearest(client, books, vectors):
    found = client.query_points(
        books, vectors[3], using="text", limit=10, search_params=models.SearchParams(exact=True)
    ).points
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ vectors[3] / (lengths * lengths[3])
    assert [hit.id for hit in found] == np.argsort(-cosines)[:10].tolist()
    np.testing.assert_allclose([hit.score for hit in found], np.sort(cosines)[::-1][:10], atol=1e-4)


def test_all_kinds_of_queries(client, books, vectors):
    ask = client.query_points
    assert ask(books, 3, using="text", limit=5).points
    assert ask(books, [[2.0, 1.0]], using="lines", limit=1).points[0].id == NUMBER - 1
    assert ask(books, models.SparseVector(indices=[2], values=[1.0]), using="words", limit=100).points[0].id % 5 == 2
    fused = ask(
        books,
        models.FusionQuery(fusion=models.Fusion.RRF),
        prefetch=[
            models.Prefetch(query=vectors[1], using="text", limit=20),
            models.Prefetch(query=models.SparseVector(indices=[1], values=[1.0]), using="words", limit=20),
        ],
        limit=10,
    ).points
    assert fused[0].id == 1
    recommended = ask(
        books, models.RecommendQuery(recommend=models.RecommendInput(positive=[1], negative=[2])), using="text", limit=3
    ).points
    assert {1, 2}.isdisjoint(hit.id for hit in recommended)
    batch = client.query_batch_points(books, [models.QueryRequest(query=n, using="text", limit=2) for n in range(3)])
    assert [len(one.points) for one in batch] == [2, 2, 2]
    groups = client.query_points_groups(books, "kind", vectors[1], using="text", limit=2, group_size=3).groups
    assert {group.id for group in groups} == {"novel", "poem"}


def test_filters(client, books):
    client.create_payload_index(books, "year", models.PayloadSchemaType.INTEGER)
    client.create_payload_index(books, "kind", models.PayloadSchemaType.KEYWORD)
    old_novels = models.Filter(
        must=[
            models.FieldCondition(key="year", range=models.Range(lt=1910)),
            models.FieldCondition(key="kind", match=models.MatchValue(value="novel")),
        ],
        must_not=[models.HasIdCondition(has_id=[0])],
    )
    expected = [number for number in range(NUMBER) if number % 100 < 10 and number % 2 == 0 and number != 0]
    found, _ = client.scroll(books, old_novels, limit=NUMBER)
    assert [point.id for point in found] == expected
    assert client.count(books, old_novels).count == len(expected)
    assert {hit.value: hit.count for hit in client.facet(books, "kind").hits} == {"novel": 150, "poem": 150}
    assert client.get_collection(books).payload_schema["year"].points == NUMBER
    pages, offset = [], 0
    while offset is not None:
        page, offset = client.scroll(books, limit=128, offset=offset)
        pages += [point.id for point in page]
    assert pages == list(range(NUMBER))


def test_payloads(client, books):
    assert client.retrieve(books, [1])[0].payload == {"year": 1901, "kind": "poem", "none": None}
    client.set_payload(books, {"author": {"name": "Sappho"}}, points=[1])
    client.set_payload(books, {"born": -630}, points=[1], key="author")
    assert client.retrieve(books, [1])[0].payload["author"] == {"name": "Sappho", "born": -630}
    client.delete_payload(books, ["author"], points=[1])
    client.overwrite_payload(books, {"kind": "song"}, points=[2])
    client.clear_payload(books, [3])
    assert [point.payload for point in client.retrieve(books, [2, 3])] == [{"kind": "song"}, {}]
    client.delete(books, models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value="song"))]))
    assert client.count(books).count == NUMBER - 1


def test_aliases(client, books):
    alias = f"{books}-alias"
    client.update_collection_aliases(
        [
            models.CreateAliasOperation(
                create_alias=models.CreateAlias(collection_name=books, alias_name=alias),
            )
        ]
    )
    assert client.count(alias).count == NUMBER
    assert [one.alias_name for one in client.get_collection_aliases(books).aliases] == [alias]
    client.update_collection_aliases([models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))])
    assert not client.collection_exists(alias)


def test_snapshots(client, books, server):
    taken = client.create_snapshot(books)
    assert [one.name for one in client.list_snapshots(books)] == [taken.name]
    client.delete(books, models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value="poem"))]))
    assert client.count(books).count == NUMBER // 2
    place = f"{server.url}/collections/{books}/snapshots/{taken.name}"
    assert client.recover_snapshot(books, place, checksum=taken.checksum, priority=models.SnapshotPriority.SNAPSHOT)
    assert client.count(books).count == NUMBER
    assert client.recover_snapshot(f"{books}-copy", place)
    assert client.retrieve(f"{books}-copy", [7], with_vectors=True) == client.retrieve(books, [7], with_vectors=True)
    client.delete_collection(f"{books}-copy")
    shard = client.create_shard_snapshot(books, 0)
    assert client.recover_shard_snapshot(books, 0, shard.name)
    whole = client.create_full_snapshot()
    assert whole.name in [one.name for one in client.list_full_snapshots()]
    assert client.delete_full_snapshot(whole.name)
    assert client.delete_shard_snapshot(books, 0, shard.name)
    assert client.delete_snapshot(books, taken.name)
    assert client.list_snapshots(books) == []


def status_of(error: UnexpectedResponse | grpc.RpcError) -> int | str:
    return error.status_code if isinstance(error, UnexpectedResponse) else error.code().name


def test_refusals_are_its_own_errors(client, books):
    with pytest.raises((UnexpectedResponse, grpc.RpcError)) as caught:
        client.create_collection(books, models.VectorParams(size=2, distance=models.Distance.DOT))
    assert status_of(caught.value) in (409, "ALREADY_EXISTS")
    with pytest.raises((UnexpectedResponse, grpc.RpcError)) as caught:
        client.upsert(books, [models.PointStruct(id=1, vector={"text": [1.0]})])
    assert status_of(caught.value) in (400, "INVALID_ARGUMENT")
    with pytest.raises((UnexpectedResponse, grpc.RpcError)) as caught:
        client.count(f"{books}-nowhere")
    assert status_of(caught.value) in (404, "NOT_FOUND")


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
@pytest.mark.parametrize("prefer_grpc", [False, True])
def test_it_comes_in_with_a_key(locked, prefer_grpc):
    client = QdrantClient(
        locked.url,
        api_key=KEY,
        prefer_grpc=prefer_grpc,
        grpc_port=grpc_port_of(locked.url),
        check_compatibility=False,  # else it would still ask when the test is over
    )
    assert client.get_collections() is not None
    client.close()
