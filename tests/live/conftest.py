"""A real Qdrant for the live tests: the one that QSCHEMA_TEST_URL names, else one that is started and stopped here."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.live.server import program, running


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a server with options of its own where there is no program that starts one."""
    if program() is None:
        own = [item for item in items if "start_server" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in own]
        config.hook.pytest_deselected(items=own)


@pytest.fixture(scope="session")
def start_server() -> Iterator[Callable[..., str]]:
    """Start further servers with options of their own; each lives until the end of the session."""
    with ExitStack() as servers:
        yield lambda *options: servers.enter_context(running(*options)).url


@pytest.fixture(scope="session")
def live_url(request: pytest.FixtureRequest) -> str:
    """The URL of a Qdrant server that tests may write to."""
    url: str = os.environ.get("QSCHEMA_TEST_URL") or request.getfixturevalue("start_server")()
    return url


@pytest.fixture
def name() -> str:
    """A name that nobody else uses."""
    return f"qschema-test-{secrets.token_hex(6)}"
