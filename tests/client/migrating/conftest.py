from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.blocking import KINDS, Blocking
from tests.servers import Server, serving


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with serving("--memory") as one, serving("--memory") as other:
        yield one, other


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest, servers: tuple[Server, Server]) -> Iterator[tuple[Any, Any]]:
    """Two clients of a kind, of a server each; both are emptied at the end."""
    source, dest = (KINDS[request.param](server.url) for server in servers)
    if isinstance(source, Blocking) and isinstance(dest, Blocking):
        dest.loop.close()
        dest.loop = source.loop  # a call goes from one to the other
    yield source, dest
    for client in (source, dest):
        for one in client.get_collections().collections:
            client.delete_collection(one.name)
    if isinstance(source, Blocking) and isinstance(dest, Blocking):
        dest.loop.run_until_complete(dest.client.close())
    else:
        dest.close()
    source.close()
