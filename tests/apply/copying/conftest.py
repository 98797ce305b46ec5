from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.client import QdrantClient
from tests.servers import serving


@pytest.fixture(scope="module")
def here() -> Iterator[QdrantClient]:
    """An instance in this process."""
    with QdrantClient(":memory:") as client:
        yield client


@pytest.fixture(scope="module", params=["here", "rest", "grpc"])
def there(request: pytest.FixtureRequest) -> Iterator[QdrantClient]:
    """Another instance: in this process, or one that is served."""
    if request.param == "here":
        with QdrantClient(":memory:") as client:
            yield client
        return
    with serving("--memory", "--grpc-port", "0") as server:
        port = int(server.grpc_url.rpartition(":")[2])
        with QdrantClient(server.url, grpc_port=port, prefer_grpc=request.param == "grpc") as client:
            yield client
