"""A client for threads over the connections of one for an event loop."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from qschema.client import AsyncQdrantClient, models
from qschema.client.blocking import blocking
from qschema.client.errors import NotFound


def test_its_calls_are_those_of_the_other(tmp_path: Path):
    def work(client) -> int:
        client.create_collection("articles", vectors_config={})
        client.upsert("articles", [models.PointStruct(id=1, vector={})])
        snapshot = client.create_snapshot("articles")
        size = client.download_snapshot("articles", snapshot.name, tmp_path / "taken", snapshot.checksum)
        with pytest.raises(NotFound):
            client.download_snapshot("articles", "another", tmp_path / "none")
        client.close()
        return size

    async def main() -> None:
        async with AsyncQdrantClient(":memory:") as client:
            seen = []

            async def look(request, send):
                seen.append(type(request).__name__)
                return await send(request)

            client.interceptors.append(look)
            size = await asyncio.to_thread(work, blocking(client, asyncio.get_running_loop()))
            assert (tmp_path / "taken").stat().st_size == size > 0
            assert (await client.count("articles")).count == 1, "the connections are still there"
            assert seen[:2] == ["CreateCollection", "UpsertPoints"]

    asyncio.run(main())
