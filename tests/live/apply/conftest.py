from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from qschema.apply import lease
from qschema.client import QdrantClient
from tests.apply.bench import Bench, wipe


@pytest.fixture(scope="session", params=["1.19.0", "1.16.3"])
def own_url(request: pytest.FixtureRequest, start_server: Callable[..., str]) -> str:
    """The URL of a server, of each version that apply is tested on, to which nobody else writes."""
    return start_server("--version", request.param)


@pytest.fixture
def bench(own_url: str) -> Iterator[Bench]:
    """An empty instance on a server."""
    with QdrantClient(own_url) as client:
        wipe(client)
        yield Bench.over(client, own_url)


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe a holder dead at once, where nobody is alive but who looks."""
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.1)
