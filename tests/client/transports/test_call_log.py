from __future__ import annotations

import asyncio

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.call_log import as_usage, record_calls
from qschema.client.errors import NotFound
from tests.client.transports.conftest import Answer, good, listed

HARDWARE = {
    "cpu": 7,
    "payload_io_read": 1,
    "payload_io_write": 0,
    "payload_index_io_read": 0,
    "payload_index_io_write": 0,
    "vector_io_read": 3,
    "vector_io_write": 0,
}


def test_what_a_call_cost(web):
    url = web.answers(Answer(503), good({"collections": []}, usage={"hardware": HARDWARE, "news": 1}))
    with QdrantClient(url) as client, record_calls() as calls:
        client.get_collections()
    (call,) = calls
    assert (call.method, call.url, call.status, call.attempts) == ("GET", f"{url}/collections", 200, 2)
    assert call.server_seconds == 0.25
    assert call.seconds > 0
    assert call.usage.hardware.cpu == 7


def test_failed_calls_are_recorded_too(web):
    url = web.answers(Answer(404, b'{"status":{"error":"no"}}'))
    with QdrantClient(url, retries=0) as client, record_calls() as calls, pytest.raises(NotFound):
        client.get_collection("c")
    web.server_close()
    assert [(call.collection, call.status, call.attempts, call.usage) for call in calls] == [("c", 404, 1, None)]


def test_tasks_that_are_started_within_are_recorded_others_are_not(web):
    async def ask() -> list[int]:
        async with AsyncQdrantClient(web.url) as client:
            with record_calls() as outer:
                await client.get_collections()
                with record_calls() as inner:
                    await asyncio.gather(client.get_collections(), client.get_collections())
            await client.get_collections()
            return [len(outer), len(inner)]

    assert asyncio.run(ask()) == [1, 2]


@pytest.mark.parametrize("usage", [None, {"hardware": {"cpu": "many"}}, {"hardware": 7}, [], "free"])
def test_usage_that_cant_be_read_is_no_reason_to_fail(web, usage):
    assert as_usage(usage) is None
    web.answers(good({"collections": []}, usage=usage))
    with QdrantClient(web.url) as client, record_calls() as calls:
        client.get_collections()
    assert calls[0].usage is None


def test_nothing_is_recorded_outside_of_a_block(web):
    with record_calls() as calls:
        pass
    with QdrantClient(web.answers(listed())) as client:
        client.get_collections()
    assert calls == []
