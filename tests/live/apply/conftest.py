from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from qschema.apply import lease
from qschema.apply.patience import poll
from qschema.client import QdrantClient, requests
from tests.apply.bench import Bench, wipe
from tests.apply.racing.first import RUNNERS
from tests.apply.racing.racers import Racers, many
from tests.apply.racing.racers import racers as started
from tests.live.server import free_port


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


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    with started(max(many(), RUNNERS)) as running:
        yield running


@pytest.fixture(scope="session")
def cluster(start_server: Callable[..., str]) -> list[str]:
    """The URLs of both nodes of a cluster."""
    port = free_port()
    urls = [start_server("--cluster", port)]
    urls.append(start_server("--cluster", free_port(), "--bootstrap", f"http://127.0.0.1:{port}"))
    for url in urls:
        with QdrantClient(url) as client:
            assert poll(lambda: len(client.send(requests.GetClusterStatus()).peers) == 2, 60)
    return urls
