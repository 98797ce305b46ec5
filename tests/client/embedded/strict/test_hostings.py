"""Strict mode in this process and in a worker's, called with and without an event loop: the same refusals."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.errors import BadRequest, RateLimited
from tests.servers import serving

VECTORS = models.VectorParams(size=2, distance=models.Distance.DOT)
LIMITS = models.StrictModeConfig(enabled=True, max_query_limit=3, read_rate_limit=2)


def told(error: BadRequest | RateLimited) -> tuple[Any, ...]:
    return type(error), error.status, error.what, error.collection, getattr(error, "retry_after", None)


def in_this_process() -> list[tuple[Any, ...]]:
    with QdrantClient(":memory:") as client:
        client.create_collection("c", VECTORS, strict_mode_config=LIMITS)
        with pytest.raises(BadRequest) as refused:
            client.scroll("c", limit=4)
        client.count("c")
        client.count("c")
        with pytest.raises(RateLimited) as limited:
            client.count("c")
        return [told(refused.value), told(limited.value)]


async def in_a_worker() -> list[tuple[Any, ...]]:
    async with AsyncQdrantClient(":memory:") as client:
        await client.create_collection("c", VECTORS, strict_mode_config=LIMITS)
        with pytest.raises(BadRequest) as refused:
            await client.scroll("c", limit=4)
        await client.count("c")
        await client.count("c")
        with pytest.raises(RateLimited) as limited:
            await client.count("c")
        return [told(refused.value), told(limited.value)]


def test_over_http_the_time_to_wait_is_a_header():
    with serving("--memory") as server, httpx.Client(base_url=server.url, timeout=30) as http:
        limits = {"enabled": True, "read_rate_limit": 2}
        body = {"vectors": {"size": 2, "distance": "Dot"}, "strict_mode_config": limits}
        assert http.put("/collections/c", json=body).status_code == 200
        for _ in range(2):
            assert http.post("/collections/c/points/count", json={}).status_code == 200
        later = http.post("/collections/c/points/count", json={})
        never = http.post("/collections/c/points", json={"ids": [1, 2, 3]})
    assert (later.status_code, later.headers.get("retry-after")) == (429, "30")
    assert (never.status_code, never.headers.get("retry-after")) == (429, None)
    assert "please try to split your request" in never.json()["status"]["error"]


def test_both_hostings_refuse_alike():
    here = in_this_process()
    assert here == asyncio.run(in_a_worker())
    assert here[1][-1] == 30.0
