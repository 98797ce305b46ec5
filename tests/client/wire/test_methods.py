"""The same calls through the official client and through ours: what goes over the wire must be the same."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
import qdrant_client

import qschema.client
from tests.client.surface.differences import COMING, OUR_MEMBERS
from tests.client.wire.calls import CALLS
from tests.client.wire.more_calls import MORE_CALLS

ALL = CALLS | MORE_CALLS
NOT_SENT = {"close", "init_options", "http", "DEFAULT_BATCH_SIZE", "grpc_points", "grpc_collections"}
MANY_REQUESTS = {"upload_points", "upload_collection", "migrate"}
"""What they send is cut in their own way; see the tests of uploading and migrating."""


@pytest.fixture(scope="module")
def official(recorder):
    client = qdrant_client.QdrantClient(recorder.url, check_compatibility=False, cloud_inference=True)
    yield client
    client.close()


def plain(value: Any) -> Any:
    """Return an answer as plain values, so that the two clients' answers can be compared."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


class Names:
    """Stands in for a client, and writes down the names of the methods that are called."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return lambda *args, **kwargs: None


def test_every_method_is_compared():
    names = Names()
    for call in ALL.values():
        call(names, qschema.client.models)
    members = {name for name in dir(qschema.client.QdrantClient) if not name.startswith("_")}
    assert names.asked == members - OUR_MEMBERS.keys() - COMING.keys() - NOT_SENT - MANY_REQUESTS


@pytest.mark.filterwarnings("ignore:.*recreate_collection:DeprecationWarning")
@pytest.mark.parametrize("name", ALL)
def test_same_request_and_same_result(recorder, official, name):
    call = ALL[name]

    async def ask() -> Any:
        async with qschema.client.AsyncQdrantClient(recorder.url, check_compatibility=False) as client:
            return await call(client, qschema.client.models)

    recorder.seen.clear()
    results = [call(official, qdrant_client.models)]
    with qschema.client.QdrantClient(recorder.url, check_compatibility=False) as client:
        results.append(call(client, qschema.client.models))
    results.append(asyncio.run(ask()))

    theirs = recorder.seen[: len(recorder.seen) // 3]
    assert theirs
    assert recorder.seen == theirs * 3
    assert [plain(result) for result in results] == [plain(results[0])] * 3
    assert not inspect.isawaitable(results[1])
