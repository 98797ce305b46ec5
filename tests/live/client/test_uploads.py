"""Uploads to a real server."""

from __future__ import annotations

import numpy as np
import pytest

from qschema.client import models
from qschema.client.errors import BadRequest
from qschema.client.uploading.errors import PointsDontFit, UploadFailed

pytestmark = pytest.mark.live

MATRIX = np.random.default_rng(0).standard_normal((3000, 8), np.float32)


@pytest.fixture
def vectors(client, name):
    client.create_collection(name, vectors_config=models.VectorParams(size=8, distance=models.Distance.DOT))
    yield name
    client.delete_collection(name)


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_matrix_arrives_as_it_was(client, vectors, parallel):
    payload = ({"n": n} for n in range(3000))
    client.upload_collection(vectors, MATRIX, payload, range(3000), parallel=parallel, wait=True)
    found = client.scroll(vectors, limit=3000, with_vectors=True)[0]
    assert np.array_equal(np.array([point.vector for point in found], np.float32), MATRIX)
    assert [point.payload for point in found] == [{"n": n} for n in range(3000)]


def test_batches_beyond_the_limit_of_a_server_are_cut(client, vectors):
    points = [{"id": id, "vector": MATRIX[id], "payload": {"text": "x" * 1_000_000}} for id in range(50)]
    client.upload_points(vectors, points, batch_size=50, wait=True)
    assert client.count(vectors).count == 50


def test_points_by_name(client, books):
    points = [
        {"id": 10, "vector": {"text": [1, 2], "words": {"indices": [1], "values": [2.0]}}},
        models.PointStruct(id=11, vector={"text": np.array([3, 4], np.float32)}),
    ]
    client.upload_points(books, points, wait=True)
    assert {point.id for point in client.retrieve(books, [10, 11])} == {10, 11}


def test_what_does_not_fit(client, vectors):
    with pytest.raises(PointsDontFit):
        client.upload_collection(vectors, MATRIX[:, :7])
    with pytest.raises(UploadFailed) as caught:
        client.upload_points(vectors, [{"id": -1, "vector": MATRIX[0]}], wait=True)
    assert isinstance(caught.value.__cause__, BadRequest)
    assert client.count(vectors).count == 0
