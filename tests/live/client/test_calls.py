"""Calls about collections, indexes, aliases, points and searches against a real server."""

from __future__ import annotations

import numpy as np
import pytest

from qschema.client import models
from qschema.client.errors import AlreadyExists, BadRequest, NotFound, ValidationFailed
from qschema.client.requests import GetCollection

pytestmark = pytest.mark.live


def test_info(client):
    assert client.info().version.count(".") == 2


def test_collections_come_and_go(client, name):
    assert not client.collection_exists(name)
    assert client.create_collection(name, models.VectorParams(size=3, distance="Cosine"), timeout=10)
    assert client.collection_exists(name)
    assert name in [found.name for found in client.get_collections().collections]
    with pytest.raises(AlreadyExists) as caught:
        client.create_collection(name)
    assert (caught.value.status, caught.value.collection) == (409, name)
    assert client.delete_collection(name)
    assert not client.delete_collection(name)
    with pytest.raises(NotFound):
        client.get_collection(name)


def test_what_is_patched_and_what_stays(client, books):
    assert client.get_collection(books).config.metadata == {"kept": 1, "null": None}
    assert client.update_collection(
        books,
        hnsw_config=models.HnswConfigDiff(ef_construct=77),
        vectors_config={"text": models.VectorParamsDiff(on_disk=True)},
        quantization_config=models.ScalarQuantization(scalar=models.ScalarQuantizationConfig(type="int8")),
        metadata={"kept": None, "deep": {"null": None}},
    )
    config = client.get_collection(books).config
    assert config.hnsw_config.ef_construct == 77
    assert config.params.vectors["text"].on_disk
    assert isinstance(config.quantization_config, models.ScalarQuantization)
    assert config.metadata == {"null": None, "deep": {"null": None}}
    assert client.update_collection(books, quantization_config=models.Disabled.DISABLED)
    assert client.get_collection(books).config.quantization_config is None


def test_payload_indexes(client, books):
    client.create_payload_index(books, "kind", "keyword")
    client.create_payload_index(books, "year", models.IntegerIndexParams(type="integer", lookup=False, range=True))
    client.create_payload_index(books, "year", models.PayloadSchemaType.FLOAT, timeout=30)
    schema = client.get_collection(books).payload_schema
    assert {field: index.data_type.value for field, index in schema.items()} == {"kind": "keyword", "year": "float"}
    for field in ("kind", "year", "never_was", 'a."never was"[]'):
        client.delete_payload_index(books, field)
    assert client.get_collection(books).payload_schema == {}
    with pytest.warns(DeprecationWarning, match="field_schema") as caught:
        client.create_payload_index(books, "kind", field_type="keyword")
    assert len(caught) == 1


def test_vectors_come_and_go(client, books):
    dense = models.DenseVectorNameConfig(dense=models.DenseVectorConfig(size=4, distance="Cosine"))
    client.create_vector_name(books, "new", dense)
    client.create_vector_name(books, "new", dense)
    client.create_vector_name(books, "more words", models.SparseVectorNameConfig(sparse=models.SparseVectorConfig()))
    params = client.get_collection(books).config.params
    assert params.vectors.keys() == {"text", "new"}
    assert params.sparse_vectors.keys() == {"words", "more words"}
    with pytest.raises(BadRequest):
        client.create_vector_name(books, "words", dense)
    for vector in ("new", "more words"):
        client.delete_vector_name(books, vector)
    assert client.get_collection(books).config.params.vectors.keys() == {"text"}


def test_aliases(client, books):
    one, two = f"{books} ü&#+;", f"{books}%2F2"
    create = models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=books, alias_name=one))
    rename = models.RenameAliasOperation(rename_alias=models.RenameAlias(old_alias_name=one, new_alias_name=two))
    assert client.update_collection_aliases([create])
    assert client.collection_exists(one)
    assert client.get_collection_aliases(one).aliases == []
    assert client.update_collection_aliases([rename], timeout=10)
    assert [found.alias_name for found in client.get_collection_aliases(books).aliases] == [two]
    assert two in [found.alias_name for found in client.get_aliases().aliases]
    assert client.count(two).count == 3
    with pytest.raises(NotFound):
        client.update_collection_aliases([rename])
    client.update_collection_aliases([models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=two))])
    assert client.get_collection_aliases(books).aliases == []


def test_points_are_read_as_they_were_written(client, books):
    one, two, three = client.retrieve(books, [1, 2, 3, 99], with_vectors=True)
    assert (one.payload, one.vector) == ({"kind": "novel", "x": None}, {"text": [1.0, 0.0]})
    assert two.vector["words"] == models.SparseVector(indices=[3], values=[1.0])
    assert three.vector == {}
    (bare,) = client.retrieve(books, (1,), with_payload=("kind",), with_vectors=("text",))
    assert (bare.payload, bare.vector) == ({"kind": "novel"}, {"text": [1.0, 0.0]})


def test_paging(client, books):
    seen, offset = [], None
    while True:
        page, offset = client.scroll(books, limit=2, offset=offset, timeout=5)
        seen.append([point.id for point in page])
        if offset is None:
            break
    assert seen == [[1, 2], [3]]
    poems = models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value="poem"))])
    assert [point.id for point in client.scroll(books, poems)[0]] == [3]
    assert client.count(books, poems).count == 1
    assert client.count(books, exact=False).count >= 0


def test_queries(client, books):
    found = client.query_points(books, np.array([1, 0.1], np.float32), using="text", limit=1)
    assert [(hit.id, hit.payload) for hit in found.points] == [(1, {"kind": "novel", "x": None})]
    found = client.query_points(books, models.SparseVector(indices=[3], values=[2.0]), using="words")
    assert [(hit.id, hit.score) for hit in found.points] == [(2, 2.0)]
    found = client.query_points(books, 1, using="text", with_payload=False, with_vectors=["text"])
    assert [(hit.id, hit.payload, hit.vector) for hit in found.points] == [(2, None, {"text": [0.0, 1.0]})]
    found = client.query_points(
        books,
        models.FusionQuery(fusion="rrf"),
        prefetch=[models.Prefetch(query=[1.0, 0.0], using="text"), models.Prefetch(query=[0.0, 1.0], using="text")],
    )
    assert {hit.id for hit in found.points} == {1, 2}
    assert len(client.query_points(books).points) == 3


def test_points_are_deleted(client, books):
    client.delete(books, [1])
    client.delete(books, models.Filter(must=[models.HasIdCondition(has_id=[2])]))
    assert [point.id for point in client.scroll(books)[0]] == [3]
    client.delete(books, models.PointIdsList(points=[3]))
    assert client.count(books).count == 0


def test_batches_are_written(client, books):
    batch = models.Batch(ids=[7, 8], vectors={"text": np.eye(2)}, payloads=[{"n": 7}, {"n": 8}])
    client.upsert(books, batch, wait=True)
    assert [point.payload for point in client.retrieve(books, [7, 8])] == [{"n": 7}, {"n": 8}]


def test_refusals_have_a_kind(client, books):
    with pytest.raises(BadRequest) as caught:
        client.upsert(books, [models.PointStruct(id=1, vector={"text": [1.0, 2.0, 3.0]})])
    assert (caught.value.status, caught.value.collection) == (400, books)
    with pytest.raises(ValidationFailed):
        client.query_points(books, [1.0, 1.0], using="text", limit=0)


def test_the_neutral_door(client, books):
    assert client.send(GetCollection(books), timeout=5) == client.get_collection(books)
