"""Copying collections from one instance to another, over sockets."""

from __future__ import annotations

import numpy as np
import pytest

from qschema.client import QdrantClient, models
from qschema.client.errors import InvalidRequest, QdrantError
from qschema.client.migrate import MigrationFailed, migrate
from tests.blocking import Blocking

ROWS = np.arange(300, dtype=np.float32).reshape(100, 3)


def raw(client):
    return client.client if isinstance(client, Blocking) else client


def fill(client, name="books", points=100):
    client.create_collection(
        name,
        vectors_config={"text": models.VectorParams(size=3, distance=models.Distance.DOT, on_disk=True)},
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        hnsw_config=models.HnswConfigDiff(m=24),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=5000),
        quantization_config=models.ScalarQuantization(
            scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99)
        ),
        strict_mode_config=models.StrictModeConfig(enabled=True, upsert_max_batchsize=5),
        metadata={"owner": "search"},
    )
    client.create_payload_index(name, "kind", models.KeywordIndexParams(type="keyword", is_tenant=True))
    client.create_payload_index(name, "year", models.PayloadSchemaType.INTEGER)
    for start in range(0, points, 5):
        client.upsert(
            name,
            [
                models.PointStruct(
                    id=id,
                    vector={"text": ROWS[id].tolist(), "words": models.SparseVector(indices=[id], values=[1.0])},
                    payload={"kind": "novel", "year": id, "none": None},
                )
                for id in range(start, min(start + 5, points))
            ],
        )
    client.upsert(name, [models.PointStruct(id="8c1bb2f6-9d5c-4f0c-9d0d-1e9ad1c56a6f", vector={})])


def content(client, name):
    points, _ = client.scroll(name, limit=1000, with_vectors=True)
    return points


def settings(client, name):
    info = client.get_collection(name)
    indexes = {field: (index.data_type, index.params) for field, index in info.payload_schema.items()}
    return info.config, indexes


def test_everything_arrives(pair):
    source, dest = pair
    fill(source)
    source.create_collection("empty", vectors_config={})
    source.migrate(raw(dest), batch_size=7)
    assert {one.name for one in dest.get_collections().collections} == {"books", "empty"}
    for name in ("books", "empty"):
        assert settings(dest, name) == settings(source, name)
        assert content(dest, name) == content(source, name)


def test_nothing_is_replaced_unless_told(pair):
    source, dest = pair
    fill(source, points=20)
    dest.create_collection("books", vectors_config={})
    with pytest.raises(InvalidRequest, match="collections of the same names: books") as caught:
        source.migrate(raw(dest))
    assert isinstance(caught.value, ValueError)
    assert dest.get_collection("books").config.params.vectors in (None, {})
    source.migrate(raw(dest), recreate_on_collision=True)
    assert content(dest, "books") == content(source, "books")


def test_what_an_interrupted_copy_left_is_completed(pair):
    source, dest = pair
    fill(source, points=40)
    source.migrate(raw(dest))
    dest.delete("books", [*range(11, 30)])
    dest.delete_payload_index("books", "year")
    dest.overwrite_payload("books", {"kept": True}, [3])
    source.migrate(raw(dest), resume=True)
    assert settings(dest, "books") == settings(source, "books")
    copied = {point.id: point for point in content(dest, "books")}
    assert copied.pop(3).payload == {"kept": True}
    assert copied == {point.id: point for point in content(source, "books") if point.id != 3}


def test_other_vectors_are_not_completed(pair):
    source, dest = pair
    fill(source, points=5)
    dest.create_collection("books", vectors_config=models.VectorParams(size=3, distance=models.Distance.DOT))
    with pytest.raises(InvalidRequest, match="other vectors"):
        source.migrate(raw(dest), resume=True)
    assert dest.count("books").count == 0


@pytest.mark.parametrize(
    ("arguments", "words"), [({"collection_names": ["absent"]}, "no collection 'absent'"), ({"batch_size": 0}, "is 0")]
)
def test_what_cannot_be_asked(pair, arguments, words):
    source, dest = pair
    with pytest.raises(InvalidRequest, match=words):
        source.migrate(raw(dest), **arguments)


def test_a_failure_says_how_far_it_came(pair, servers):
    source, dest = pair
    fill(source, points=10)
    # More points at the destination than at the source: somebody else writes there.
    source.migrate(raw(dest))
    dest.upsert("books", [models.PointStruct(id=9999, vector={})])
    with pytest.raises(MigrationFailed, match="11 points at the source, and 12 at the destination") as caught:
        source.migrate(raw(dest), resume=True)
    assert caught.value.copied == 0
    assert caught.value.as_json()["copied"] == 0
    assert isinstance(caught.value, QdrantError)


def test_the_function_with_the_official_name():
    with QdrantClient(":memory:") as source, QdrantClient(":memory:") as dest:
        fill(source, points=5)
        migrate(source, dest, ["books"], False, 2)
        assert content(dest, "books") == content(source, "books")
