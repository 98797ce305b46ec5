"""The tests that are held against a real server, held against the engine in this process as well."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.blocking import KINDS
from tests.live.client.conftest import books

__all__ = ["books"]


@pytest.fixture
def name() -> str:
    """A name that nobody else uses."""
    return f"test-{secrets.token_hex(6)}"


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    made = request.param(":memory:")
    yield made
    made.close()
