from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from tests.servers import Server, serving

KEY, READ_KEY = "the-key", "the-read-key"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server in memory that all tests share."""
    with serving("--memory", "--grpc-port", 0) as one:
        yield one


@pytest.fixture(scope="session")
def locked() -> Iterator[Server]:
    """A server that wants keys."""
    with serving("--memory", "--grpc-port", 0, "--api-key", KEY, "--read-only-api-key", READ_KEY) as one:
        yield one


@pytest.fixture
def name() -> str:
    """A name that nobody else uses."""
    return f"test-{secrets.token_hex(6)}"
