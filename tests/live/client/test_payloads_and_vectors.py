"""Calls that change payloads and vectors of points, against a real server."""

from __future__ import annotations

import pytest

from qschema.client import models
from qschema.client.errors import BadRequest, NotFound

pytestmark = pytest.mark.live

NOVEL = models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value="novel"))])


def payloads(client, books):
    return {point.id: point.payload for point in client.retrieve(books, [1, 2, 3])}


def test_payloads_are_set(client, books):
    done = client.set_payload(books, {"x": 7, "new": {"deep": [None]}}, [1], timeout=10)
    assert done.status == models.UpdateStatus.COMPLETED
    client.set_payload(books, {"y": 1}, models.PointIdsList(points=[1]), key="new")
    client.set_payload(books, {"found": True}, NOVEL)
    assert payloads(client, books)[1] == {
        "kind": "novel",
        "x": 7,
        "new": {"deep": [None], "y": 1},
        "found": True,
    }
    assert payloads(client, books)[3] == {"kind": "poem"}


def test_payloads_are_overwritten_and_cleared(client, books):
    client.overwrite_payload(books, {"only": "this"}, (1, 2))
    assert payloads(client, books) == {1: {"only": "this"}, 2: {"only": "this"}, 3: {"kind": "poem"}}
    client.clear_payload(books, [1])
    client.clear_payload(books, models.Filter(must=[models.HasIdCondition(has_id=[3])]))
    assert payloads(client, books) == {1: {}, 2: {"only": "this"}, 3: {}}


def test_keys_are_deleted(client, books):
    client.delete_payload(books, ("kind", "never.there"), models.FilterSelector(filter=NOVEL))
    assert payloads(client, books)[1] == {"x": None}
    assert payloads(client, books)[3] == {"kind": "poem"}


def test_vectors_are_updated_and_deleted(client, books):
    client.update_vectors(
        books,
        [
            models.PointVectors(id=1, vector={"words": models.SparseVector(indices=[5], values=[0.5])}),
            {"id": 3, "vector": {"text": [0.5, 0.5]}},
        ],
    )
    one, three = client.retrieve(books, [1, 3], with_vectors=True)
    assert one.vector == {"text": [1.0, 0.0], "words": models.SparseVector(indices=[5], values=[0.5])}
    assert three.vector == {"text": [0.5, 0.5]}
    client.delete_vectors(books, ["text"], [1])
    client.delete_vectors(books, ["words"], models.Filter(must=[models.HasVectorCondition(has_vector="words")]))
    one, two = client.retrieve(books, [1, 2], with_vectors=True)
    assert (one.vector, two.vector) == ({}, {"text": [0.0, 1.0]})
    with pytest.raises(NotFound):
        client.update_vectors(books, [models.PointVectors(id=99, vector={"text": [1.0, 1.0]})])
    with pytest.raises(BadRequest):
        client.delete_vectors(books, ["nonsense"], [1])


def test_updates_in_a_batch(client, books):
    done = client.batch_update_points(
        books,
        [
            models.UpsertOperation(upsert=models.PointsList(points=[models.PointStruct(id=9, vector={})])),
            models.SetPayloadOperation(set_payload=models.SetPayload(payload={"a": 1}, points=[9, 1])),
            models.DeletePayloadOperation(delete_payload=models.DeletePayload(keys=["kind"], points=[1])),
            models.DeleteOperation(delete=models.PointIdsList(points=[3])),
            {"clear_payload": {"points": [2]}},
        ],
        timeout=10,
    )
    assert [result.status.value for result in done] == ["completed"] * 5
    found = {point.id: point.payload for point in client.scroll(books)[0]}
    assert found == {1: {"x": None, "a": 1}, 2: {}, 9: {"a": 1}}


def test_one_point(client, books):
    point = client.get_point(books, 2, timeout=5)
    assert (point.id, point.payload) == (2, {"year": 1999})
    assert point.vector == {"text": [0.0, 1.0], "words": models.SparseVector(indices=[3], values=[1.0])}
    with pytest.raises(NotFound) as caught:
        client.get_point(books, 99)
    assert caught.value.collection == books
