from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from qschema.client import models
from tests.blocking import WAYS
from tests.ports import grpc_port_of


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def client(request: pytest.FixtureRequest, live_url: str) -> Iterator[Any]:
    kind, prefer_grpc = request.param
    made = kind(live_url, prefer_grpc=prefer_grpc, grpc_port=grpc_port_of(live_url))
    yield made
    made.close()


@pytest.fixture
def books(client: Any, name: str) -> Iterator[str]:
    """A collection with three books in it."""
    assert client.create_collection(
        name,
        vectors_config={"text": models.VectorParams(size=2, distance=models.Distance.DOT)},
        sparse_vectors_config={"words": models.SparseVectorParams()},
        metadata={"kept": 1, "null": None},
    )
    points = [
        models.PointStruct(id=1, vector={"text": np.array([1, 0], np.float32)}, payload={"kind": "novel", "x": None}),
        {
            "id": 2,
            "vector": {"text": [0.0, 1.0], "words": {"indices": [3], "values": [1.0]}},
            "payload": {"year": 1999},
        },
        models.PointStruct(id=3, vector={}, payload={"kind": "poem"}),
    ]
    assert client.upsert(name, points).status == models.UpdateStatus.COMPLETED
    yield name
    client.delete_collection(name)
