from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
import pytest

from tests.servers import Server

Channel = Any


def place_of(server: Server) -> str:
    return server.grpc_url.rpartition("/")[2]


@pytest.fixture(scope="module")
def channel(server: Server) -> Iterator[Channel]:
    with grpc.insecure_channel(place_of(server)) as made:
        yield made


@pytest.fixture(scope="module")
def locked_channel(locked: Server) -> Iterator[Channel]:
    with grpc.insecure_channel(place_of(locked)) as made:
        yield made


def status(channel: Channel, path: str, data: bytes = b"", **metadata: str) -> tuple[str, str]:
    """Make a call; return the status, and the text that goes with it."""
    try:
        channel.unary_unary(path)(data, timeout=30, metadata=tuple(metadata.items()))
    except grpc.RpcError as error:
        return error.code().name, error.details()
    return "OK", ""
