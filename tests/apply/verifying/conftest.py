from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.client import QdrantClient
from tests.apply.verifying.pair import Pair


@pytest.fixture(scope="module")
def here() -> Iterator[QdrantClient]:
    """An instance in this process; each test makes its collections anew."""
    with QdrantClient(":memory:") as client:
        yield client


@pytest.fixture(scope="module")
def there() -> Iterator[QdrantClient]:
    """Another one."""
    with QdrantClient(":memory:") as client:
        yield client


@pytest.fixture(scope="module")
def pair(here: QdrantClient, there: QdrantClient) -> Pair:
    """A pair of empty collections, for the tests of a module to fill."""
    return Pair.of(here, there, [])
