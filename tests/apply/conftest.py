from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.apply import lease
from qschema.client import QdrantClient
from qschema.schema import secrets
from tests.apply.bench import Bench
from tests.apply.haste import nobody_else_writes, patience_of


@pytest.fixture(autouse=True)
def _forget_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test calls a secret may be a word of the next."""
    monkeypatch.setattr(secrets, "_secrets", set())
    monkeypatch.setattr(secrets, "_pattern", None)


@pytest.fixture(autouse=True, scope="module")
def _nobody_else_writes() -> Iterator[None]:
    """Don't wait for writers: there are none, or a test waits for them itself."""
    with nobody_else_writes():
        yield


@pytest.fixture
def bench() -> Iterator[Bench]:
    """An empty instance in this process, reached by a transport that can be told to fail."""
    with QdrantClient(":memory:") as client:
        yield Bench.over(client)


@pytest.fixture
def impatient() -> Iterator[None]:
    """Look once where patience only costs time: here nothing comes late."""
    with patience_of(0.0):
        yield


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe a holder dead at once, where nobody is alive but who looks."""
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.1)
