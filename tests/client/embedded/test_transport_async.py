from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.embedded.errors import EngineMissing, FolderInUse, NotInEngine, WorkerDied
from qschema.client.embedded.transport import AsyncEmbeddedTransport
from qschema.client.errors import BadRequest, ClientClosed, NotFound, Timeout
from qschema.client.requests import CountPoints, GetClusterTelemetry, GetCollections

VECTORS = models.VectorParams(size=64, distance=models.Distance.COSINE)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def many(number: int) -> models.PointsList:
    return models.PointsList(points=[models.PointStruct(id=i, vector=[float(i + 1)] * 64) for i in range(number)])


def test_calls_are_answered_as_in_this_process(folder):
    async def work() -> None:
        async with AsyncQdrantClient(path=folder) as client:
            await client.create_collection("a", VECTORS)
            await client.upsert("a", many(20).points)
            counts = await asyncio.gather(*(client.count("a") for _ in range(50)))
            assert {one.count for one in counts} == {20}
            with pytest.raises(NotFound) as caught:
                await client.get_collection("nowhere")
            assert (caught.value.status, caught.value.collection, caught.value.url) == (404, "nowhere", str(folder))
            with pytest.raises(BadRequest):
                await client.upsert("a", [models.PointStruct(id=1, vector=[1.0])])

    run(work())
    with QdrantClient(path=folder) as client:
        assert client.count("a").count == 20


def test_the_event_loop_goes_on_while_the_engine_works():
    async def work() -> None:
        async with AsyncQdrantClient(":memory:") as client:
            await client.create_collection("a", VECTORS)
            writing = asyncio.create_task(client.upsert("a", many(3000).points))
            turns = 0
            while not writing.done():
                await asyncio.sleep(0)
                turns += 1
            await writing
            assert turns > 100

    run(work())


def test_a_call_that_takes_too_long_is_given_up_and_others_go_on():
    async def work() -> None:
        transport = AsyncEmbeddedTransport(None)
        with pytest.raises(Timeout) as caught:
            await transport.send(GetCollections(), timeout=0.001)
        assert "0.001 s" in str(caught.value)
        assert (await transport.send(GetCollections())).collections == []
        await transport.close()

    run(work())


def test_a_call_that_is_cancelled_before_its_turn_is_never_carried_out():
    async def work() -> None:
        async with AsyncQdrantClient(":memory:") as client:
            first = asyncio.create_task(client.create_collection("a", VECTORS))
            second = asyncio.create_task(client.create_collection("b", VECTORS))
            await asyncio.sleep(0)
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
            assert await first
            assert [one.name for one in (await client.get_collections()).collections] == ["a"]

    run(work())


def test_event_loops_may_follow_one_another():
    client = AsyncQdrantClient(":memory:")
    run(client.create_collection("a", VECTORS))
    assert run(client.collection_exists("a"))
    run(client.close())
    run(client.close())
    with pytest.raises(ClientClosed):
        run(client.get_collections())


def test_closing_finishes_what_was_asked(folder):
    async def work() -> None:
        client = AsyncQdrantClient(path=folder)
        await client.create_collection("a", VECTORS)
        writing = asyncio.create_task(client.upsert("a", many(500).points))
        await asyncio.sleep(0)
        await asyncio.gather(client.close(), client.close())
        await writing

    run(work())
    with QdrantClient(path=folder) as client:
        assert client.count("a").count == 500


def test_closing_what_was_never_opened():
    run(AsyncEmbeddedTransport(None).close())


def kill(transport: AsyncEmbeddedTransport) -> None:
    """End the worker process without a chance to do anything."""
    pid = transport._link.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_a_dead_worker_is_an_error_and_the_next_call_starts_another(folder):
    async def work() -> None:
        transport = AsyncEmbeddedTransport(str(folder))
        client = AsyncQdrantClient(path=folder)
        client._transport = transport
        await client.create_collection("a", VECTORS)
        await client.upsert("a", many(10).points)
        kill(transport)
        with pytest.raises(WorkerDied, match="signal 9"):
            await client.count("a")
        assert (await client.count("a")).count == 10
        await client.close()

    run(work())


def test_with_a_dead_worker_everything_in_memory_is_lost():
    async def work() -> None:
        transport = AsyncEmbeddedTransport(None)
        await transport.send(GetCollections())
        scratch = transport._link.scratch
        assert scratch is not None
        assert scratch.is_dir()
        kill(transport)
        for _ in range(2):
            with pytest.raises(WorkerDied, match="all that it held"):
                await transport.send(GetCollections())
        assert not scratch.exists()
        await transport.close()

    run(work())


def test_a_folder_that_is_in_use_is_an_error_until_it_is_free(folder):
    async def work() -> None:
        async with AsyncQdrantClient(path=folder) as client:
            with QdrantClient(path=folder) as other:
                other.get_collections()
                with pytest.raises(FolderInUse) as caught:
                    await client.get_collections()
            assert caught.value.pid == os.getpid()
            assert (await client.get_collections()).collections == []

    run(work())


def test_calls_that_the_engine_does_not_have():
    async def work() -> None:
        transport = AsyncEmbeddedTransport(None)
        with pytest.raises(NotInEngine):
            await transport.send(GetClusterTelemetry())
        await transport.close()

    run(work())


def test_an_answer_that_nobody_waits_for_any_more_harms_nobody():
    async def work() -> None:
        transport = AsyncEmbeddedTransport(None)
        await transport.send(GetCollections())
        for _ in range(3):
            task = asyncio.create_task(transport.send(CountPoints("a", models.CountRequest())))
            await asyncio.sleep(0.001)
            task.cancel()
        assert (await transport.send(GetCollections())).collections == []
        await transport.close()

    run(work())


def test_a_python_without_an_executable(monkeypatch):
    monkeypatch.setattr("sys.executable", "")

    async def work() -> None:
        transport = AsyncEmbeddedTransport(None)
        with pytest.raises(EngineMissing):
            await transport.send(GetCollections())
        await transport.close()

    run(work())


QUIET = """
import asyncio, sys
from qschema.client import AsyncQdrantClient, models

client = AsyncQdrantClient(**({"path": sys.argv[1]} if sys.argv[1] else {"location": ":memory:"}))

async def work():
    await client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.DOT))
    print(client._transport._link.pid, client._transport._link.scratch, flush=True)
    if sys.argv[2] == "pending":
        asyncio.create_task(client.upsert("a", [models.PointStruct(id=1, vector=[1, 2])]))
        await asyncio.sleep(0)
    if sys.argv[2] == "closed":
        await client.close()

asyncio.run(work())
if sys.argv[2] == "deleted":
    del client
"""


@pytest.mark.parametrize("how", ["open", "pending", "closed", "deleted"])
@pytest.mark.parametrize("place", ["disk", "memory"])
def test_a_program_ends_without_a_word_and_leaves_nothing(folder, process, how, place):
    program = process(QUIET, folder if place == "disk" else "", how)
    pid, scratch = program.line().split()
    assert program.end() == (0, "", "")
    assert not Path(f"/proc/{pid}").exists() or not Path("/proc").exists()
    assert not Path(scratch).exists()
    if place == "disk":
        with QdrantClient(path=folder) as client:
            assert client.collection_exists("a")


def test_a_worker_ends_with_its_parent_however_that_ends(folder, process):
    program = process(QUIET.replace("asyncio.run(work())", "asyncio.run(work()); input()"), folder, "open")
    program.line()
    program.kill()
    with QdrantClient(path=folder) as client:
        until_free(client)
        assert client.collection_exists("a")


def until_free(client: QdrantClient) -> None:
    """Wait until the worker has seen the end of its parent and let go of the folder."""
    for _ in range(10_000):
        with suppress(FolderInUse):
            client.get_collections()
            return
        os.sched_yield()
    raise AssertionError("the worker outlives its parent")
