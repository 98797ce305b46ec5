from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from qschema.client import QdrantClient
from tests.apply.haste import nobody_else_writes
from tests.properties.instances import Instance


@pytest.fixture(autouse=True, scope="module")
def _nobody_else_writes() -> Iterator[None]:
    """Don't wait for writers: there are none, or a test waits for them itself."""
    with nobody_else_writes():
        yield


def _own(start_server: Callable[..., str], version: str) -> Iterator[Instance]:
    url = start_server("--version", version)
    with QdrantClient(url=url, timeout=120) as client:
        yield Instance(client, url)


@pytest.fixture(scope="session")
def newest(start_server: Callable[..., str]) -> Iterator[Instance]:
    """A server of these tests alone, for each example begins by deleting everything."""
    yield from _own(start_server, "1.19.0")


@pytest.fixture(scope="session")
def oldest(start_server: Callable[..., str]) -> Iterator[Instance]:
    """A server of the oldest version to which changes are made, of these tests alone."""
    yield from _own(start_server, "1.16.3")
