"""The tests that are held against a real server, held against `qschema serve` as well."""

from __future__ import annotations

import pytest

from tests.live.client.conftest import books, client
from tests.servers import Server

__all__ = ["books", "client"]


@pytest.fixture(scope="session")
def live_url(server: Server) -> str:
    """The URL of the server that they talk to."""
    return server.url
