from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.client import QdrantClient
from tests.apply.live_writes.freezes import CHECKS, CHECKS_OF_LIMITS
from tests.apply.live_writes.traffic import prepared
from tests.apply.live_writes.world import make
from tests.servers import serving


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving("--memory") as one:
        yield one.url


@pytest.fixture(params=["memory", "rest"])
def client(request: pytest.FixtureRequest) -> Iterator[QdrantClient]:
    place = ":memory:" if request.param == "memory" else request.getfixturevalue("server")
    with QdrantClient(place, retries=0) as one:
        for name in ("articles", "articles__g2"):
            one.delete_collection(name)
        prepared(one, make)
        yield one


@pytest.mark.parametrize("check", CHECKS)
def test_a_freeze(client, check):
    check(client, client)


@pytest.mark.parametrize("check", CHECKS_OF_LIMITS)
def test_limits(client, check):
    check(client)
