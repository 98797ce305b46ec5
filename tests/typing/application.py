"""Ordinary code of an application, as people write it: checked by type checkers, and run against the engine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

import numpy as np

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.conversions import common_types as types
from qschema.client.errors import AlreadyExists, NotFound, QdrantError
from qschema.client.http.exceptions import ResponseHandlingException, UnexpectedResponse
from qschema.client.http.models import Distance, FieldCondition, Filter, MatchValue, PointStruct, VectorParams

COLLECTION = "articles"
SIZE = 4


@dataclass
class Article:
    """What the application stores."""

    title: str
    tags: list[str]
    year: int
    embedding: list[float]


@dataclass
class Hit:
    """What the application finds."""

    id: str
    title: str
    score: float


def create(client: QdrantClient) -> None:
    """Make the collection and its indexes."""
    if client.collection_exists(COLLECTION):
        client.delete_collection(COLLECTION)
    created: bool = client.create_collection(
        COLLECTION,
        vectors_config={"text": VectorParams(size=SIZE, distance=Distance.COSINE, on_disk=True)},
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        hnsw_config=models.HnswConfigDiff(m=24, ef_construct=128),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=10_000),
        quantization_config=models.ScalarQuantization(
            scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99, always_ram=True)
        ),
        metadata={"owner": "search", "revision": 3},
        timeout=30,
    )
    assert created
    client.create_payload_index(COLLECTION, "tags", models.PayloadSchemaType.KEYWORD)
    client.create_payload_index(COLLECTION, "year", field_schema="integer", wait=True)
    client.create_payload_index(
        COLLECTION,
        "title",
        models.TextIndexParams(type=models.TextIndexType.TEXT, tokenizer=models.TokenizerType.WORD, lowercase=True),
    )


def configure(client: QdrantClient, names: Sequence[str]) -> None:
    """Set up further collections from data."""
    params = {name: VectorParams(size=SIZE, distance=Distance.DOT) for name in names}
    try:
        client.create_collection("extra", vectors_config=params)
    except AlreadyExists as error:
        print(error.collection, error.status)
    client.update_collection(
        "extra",
        optimizers_config=models.OptimizersConfigDiff(max_segment_size=200_000),
        collection_params=models.CollectionParamsDiff(on_disk_payload=True),
        strict_mode_config=models.StrictModeConfig(enabled=False),
    )
    client.update_collection_aliases(
        [models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name="extra", alias_name="extra-now"))]
    )


def as_points(articles: Sequence[Article]) -> Iterator[PointStruct]:
    """Turn articles into points."""
    for article in articles:
        yield PointStruct(
            id=str(uuid.uuid4()),
            vector={"text": article.embedding, "words": models.SparseVector(indices=[1, 7], values=[0.5, 1.5])},
            payload={"title": article.title, "tags": article.tags, "year": article.year},
        )


def store(client: QdrantClient, articles: Sequence[Article]) -> models.UpdateStatus:
    """Write articles in several of the ways that there are."""
    done = client.upsert(COLLECTION, points=list(as_points(articles)), wait=True)
    client.upsert(COLLECTION, as_points(articles))
    matrix = np.ones((2, SIZE), dtype=np.float32)
    client.upsert(COLLECTION, models.Batch(ids=[1, 2], vectors={"text": matrix}, payloads=[{"year": 1}, {}]))
    client.upsert(COLLECTION, [PointStruct(id=3, vector={"text": matrix[0]}), {"id": 4, "vector": {}}])
    client.set_payload(COLLECTION, payload={"seen": datetime.now(timezone.utc).isoformat()}, points=[1, 2])
    client.overwrite_payload(COLLECTION, {"year": 2}, Filter(must=[models.HasIdCondition(has_id=[1])]))
    client.delete_payload(COLLECTION, keys=["seen"], points=[2])
    client.update_vectors(COLLECTION, [models.PointVectors(id=1, vector={"text": [0.2] * SIZE})])
    client.delete_vectors(COLLECTION, vectors=["words"], points=[1])
    return done.status


def recent(year: int, tags: Sequence[str] = ()) -> Filter:
    """Say which articles count."""
    conditions: list[models.Condition] = [FieldCondition(key="year", range=models.Range(gte=year))]
    conditions += [FieldCondition(key="tags", match=MatchValue(value=tag)) for tag in tags]
    return Filter(must=conditions, must_not=[models.IsEmptyCondition(is_empty=models.PayloadField(key="title"))])


def search(client: QdrantClient, vector: list[float], year: int, limit: int = 5) -> list[Hit]:
    """Find the articles that are nearest to a vector."""
    answer = client.query_points(
        COLLECTION,
        query=vector,
        using="text",
        query_filter=recent(year),
        search_params=models.SearchParams(hnsw_ef=64, exact=False),
        limit=limit,
        with_payload=["title"],
        score_threshold=0.1,
    )
    hits = []
    for point in answer.points:
        payload = point.payload or {}
        hits.append(Hit(str(point.id), payload.get("title", ""), point.score))
    return hits


def hybrid(client: QdrantClient, vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[models.ScoredPoint]:
    """Find articles by meaning and by words."""
    found = client.query_points(
        COLLECTION,
        query=models.FusionQuery(fusion=models.Fusion.RRF),
        prefetch=[
            models.Prefetch(query=vector.tolist(), using="text", limit=20),
            models.Prefetch(query=models.SparseVector(indices=[1], values=[1.0]), using="words", limit=20),
        ],
        limit=3,
    )
    nearest = client.query_points(COLLECTION, vector, using="text", with_vectors=True)
    return found.points + nearest.points


def groups(client: QdrantClient) -> dict[str, list[float]]:
    """Find the best articles of each year."""
    answer = client.query_points_groups(COLLECTION, group_by="year", query=[0.1] * SIZE, using="text", group_size=2)
    return {str(group.id): [hit.score for hit in group.hits] for group in answer.groups}


def pages(client: QdrantClient, size: int = 100) -> Iterator[models.Record]:
    """Read all articles, page by page."""
    offset: types.PointId | None = None
    while True:
        records, offset = client.scroll(COLLECTION, limit=size, offset=offset, with_vectors=["text"])
        yield from records
        if offset is None:
            return


def vector_of(record: models.Record, name: str) -> list[float]:
    """Return the numbers of a named vector."""
    vectors = record.vector
    if isinstance(vectors, dict):
        vector = vectors.get(name)
        if isinstance(vector, list):
            return [float(number) for number in vector if not isinstance(number, list)]
    return []


def size_of(client: QdrantClient, name: str) -> int | None:
    """Return how many numbers a vector of the collection has."""
    info = client.get_collection(COLLECTION)
    config = info.config.params.vectors
    if isinstance(config, dict):
        return config[name].size
    return config.size if config else None


def counts(client: QdrantClient) -> dict[str, int]:
    """Count articles, in all and by tag."""
    total = client.count(COLLECTION, count_filter=recent(2000), exact=True).count
    by_tag = client.facet(COLLECTION, key="tags", limit=10).hits
    return {"all": total, **{str(hit.value): hit.count for hit in by_tag}}


def remove(client: QdrantClient, ids: list[int | str]) -> bool:
    """Delete articles; say whether it went well."""
    try:
        client.delete(COLLECTION, points_selector=ids)
        client.delete(COLLECTION, points_selector=models.FilterSelector(filter=recent(2090)))
    except NotFound:
        return False
    except UnexpectedResponse as error:
        print(error.status_code, error.reason_phrase, error.content[:100])
        return False
    except ResponseHandlingException as error:
        print(error.source)
        return False
    return True


def batch(client: QdrantClient) -> list[int]:
    """Ask several things at once."""
    requests = [models.QueryRequest(query=[0.1] * SIZE, using="text", limit=n) for n in (1, 2)]
    answers = client.query_batch_points(COLLECTION, requests)
    operations: list[models.UpdateOperation] = [
        models.SetPayloadOperation(set_payload=models.SetPayload(payload={"a": 1}, points=[1])),
        models.DeleteOperation(delete=models.PointIdsList(points=[2])),
    ]
    client.batch_update_points(COLLECTION, operations)
    return [len(answer.points) for answer in answers]


async def count_of(client: AsyncQdrantClient) -> int:
    """Do some of it in an event loop."""
    async with client:
        await client.create_collection("loop", vectors_config=VectorParams(size=2, distance=Distance.DOT))
        await client.upsert("loop", [PointStruct(id=n, vector=[float(n), 1.0]) for n in range(3)])
        answer = await client.query_points("loop", query=[1.0, 0.0], limit=2)
        records, _ = await client.scroll("loop", limit=10)
        raw = await client.http.points_api.count_points("loop", count_request=models.CountRequest(exact=True))
        assert raw.result is not None
        try:
            await client.get_collection("never")
        except QdrantError as error:
            print(error.why, error.fix)
        return len(answer.points) + len(records) + raw.result.count


def run(client: QdrantClient) -> list[Hit]:
    """Do all of it."""
    articles = [Article(f"Title {n}", ["a", "b"], 2000 + n, [n / 10, 0.5, 0.1, 0.9]) for n in range(5)]
    create(client)
    configure(client, ["one", "two"])
    assert store(client, articles) == models.UpdateStatus.COMPLETED
    hybrid(client, np.array([0.1, 0.2, 0.3, 0.4], dtype=np.float32))
    assert size_of(client, "text") == SIZE
    assert any(vector_of(record, "text") for record in pages(client, size=3))
    assert groups(client)
    assert counts(client)["all"] >= 5
    assert batch(client) == [1, 2]
    found = search(client, [0.4, 0.5, 0.1, 0.9], 2001)
    assert remove(client, [hit.id for hit in found])
    return found
