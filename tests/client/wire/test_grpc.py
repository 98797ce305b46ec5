"""The same calls through the official client and through ours over gRPC: the messages must be the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import qdrant_client
from google.protobuf.json_format import MessageToDict

import qschema.client
from qschema.client.transports.grpc.methods import method_at
from tests.client.transports.grpc.conftest import ScriptedServer, Seen
from tests.client.wire.calls import CALLS
from tests.client.wire.more_calls import MORE_CALLS

ALL = CALLS | MORE_CALLS
DIFFERENT = {
    "update vectors": "the official client stumbles over the array",
    "set payload": "the official client refuses the id, here the server does",
    "take a snapshot": "nobody waits for it, which gRPC can't say: it goes over REST",
    "delete a full snapshot": "likewise",
}
"""Calls whose messages differ, and why."""


@pytest.fixture(scope="module")
def scripted() -> Iterator[ScriptedServer]:
    """A server that answers with empty messages."""
    server = ScriptedServer()
    server.answer = lambda seen: b""
    yield server
    server.stop()


@pytest.fixture(scope="module")
def options(scripted, recorder) -> dict[str, Any]:
    return {**scripted.options, "url": recorder.url}


@pytest.fixture(scope="module")
def official(options):
    client = qdrant_client.QdrantClient(**options, cloud_inference=True)
    yield client
    client.close()


def told(seen: list[Seen]) -> list[tuple[str, dict[str, Any]]]:
    """Return what came in, in a form that can be read and compared."""
    return [(one.path, MessageToDict(method_at(one.path).question.FromString(one.data))) for one in seen]


def sent(scripted: ScriptedServer, call: Any, client: Any, models: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return what a call sends; an empty answer needn't please it."""
    scripted.seen.clear()
    with suppress(Exception):
        call(client, models)
    return told(scripted.seen)


@pytest.mark.filterwarnings("ignore:.*recreate_collection:DeprecationWarning")
@pytest.mark.parametrize("name", ALL)
def test_same_messages(scripted, official, options, name):
    theirs = sent(scripted, ALL[name], official, qdrant_client.models)
    with qschema.client.QdrantClient(**options) as client:
        ours = sent(scripted, ALL[name], client, qschema.client.models)
    assert (ours == theirs) == (name not in DIFFERENT)


@pytest.mark.filterwarnings("ignore:.*recreate_collection:DeprecationWarning")
@pytest.mark.parametrize("name", ALL)
def test_every_call_has_a_limit(scripted, options, name):
    class Hurried:
        """Gives every call a limit of its own."""

        def __init__(self, client: Any) -> None:
            self._client = client

        def __getattr__(self, method: str) -> Any:
            return lambda *args, **kwargs: getattr(self._client, method)(*args, **{**kwargs, "timeout": 30})

    async def ask() -> None:
        async with qschema.client.AsyncQdrantClient(**options) as client:
            with suppress(Exception):
                await ALL[name](Hurried(client), qschema.client.models)

    scripted.seen.clear()
    with qschema.client.QdrantClient(**options) as client, suppress(Exception):
        ALL[name](Hurried(client), qschema.client.models)
    asyncio.run(ask())
    assert all(20 < seen.seconds < 35 for seen in scripted.seen)
