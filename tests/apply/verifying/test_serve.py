"""The same over real sockets: REST and gRPC."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.client import QdrantClient
from tests.apply.verifying.pair import Pair, failed, points
from tests.ports import grpc_port_of
from tests.servers import serving


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--memory", "--grpc-port", "0") as server:
        yield server.url


@pytest.mark.parametrize("grpc", [False, True], ids=["rest", "grpc"])
def test_a_copy_on_a_server_of_the_engine_in_this_process(here, url, grpc):
    options = {"prefer_grpc": True, "grpc_port": grpc_port_of(url)} if grpc else {}
    written = points(50, sparing=False)
    with QdrantClient(url, **options) as server:
        pair = Pair.of(here, server, written)
        assert not failed(pair.verify({"overlap": {"at_least": 0.99, "sample": 10}}))
        pair.drop(written[4].id)
        assert failed(pair.verify({"overlap": {"sample": 1}})) == {"counts", "ids"}
