from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from qschema.client import models
from tests.blocking import KINDS
from tests.servers import Server, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving("--memory") as one:
        yield one


@pytest.fixture(scope="module", params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> Any:
    return KINDS[request.param]


@pytest.fixture(scope="module", params=["embedded", "serve"])
def client(request: pytest.FixtureRequest, kind: Any) -> Iterator[Any]:
    place = ":memory:" if request.param == "embedded" else request.getfixturevalue("server").url
    made = kind(place)
    yield made
    made.close()


@pytest.fixture
def plain(client: Any) -> str:
    """A collection with one vector of two numbers, without a name."""
    name = f"plain-{secrets.token_hex(4)}"
    client.create_collection(name, vectors_config=models.VectorParams(size=2, distance=models.Distance.DOT))
    return name


@pytest.fixture
def named(client: Any) -> str:
    """A collection with a dense vector, a multivector and a sparse one."""
    name = f"named-{secrets.token_hex(4)}"
    many = models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM)
    client.create_collection(
        name,
        vectors_config={
            "text": models.VectorParams(size=3, distance=models.Distance.DOT),
            "many": models.VectorParams(size=2, distance=models.Distance.DOT, multivector_config=many),
        },
        sparse_vectors_config={"words": models.SparseVectorParams()},
    )
    return name
