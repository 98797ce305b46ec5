"""What goes along with every call: metadata, the limit, and nothing before it is needed."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, requests
from qschema.client.context_headers import headers
from qschema.client.errors import ClientClosed, ConnectionFailed, InvalidRequest, QdrantError
from qschema.client.grpc import HealthCheckRequest
from qschema.client.transports.grpc.metadata import metadata
from qschema.client.transports.grpc.options import channel_options
from tests.client.transports.grpc.conftest import ScriptedServer, version

BOTH = pytest.mark.parametrize("client", [QdrantClient, AsyncQdrantClient])


def test_nothing_is_opened_before_the_first_call(make, scripted):
    client = make(**scripted.options)
    transport = getattr(client, "client", client)._transport
    assert transport._channels is None
    client.info()
    assert transport._channels is not None
    assert len(scripted.seen) == 1


def test_a_client_costs_no_import_of_grpcio():
    code = (
        "import sys; from qschema.client import QdrantClient, AsyncQdrantClient; "
        "clients = [kind('http://a', prefer_grpc=True) for kind in (QdrantClient, AsyncQdrantClient)]; "
        "print('grpc' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_who_calls(make, scripted):
    client = make(**scripted.options, api_key="the-key", headers={"X-Team": "books"}, metadata={"x-more": "1"})
    with headers({"x-trace": "7", "x-more": "2"}):
        client.info()
    seen = scripted.seen[0].metadata
    assert (seen["api-key"], seen["x-team"], seen["x-trace"], seen["x-more"]) == ("the-key", "books", "7", "2")
    assert seen["user-agent"].startswith("qschema/")
    assert "grpc-python" in seen["user-agent"]


def test_a_token_is_asked_for_before_each_call(make, scripted):
    tokens = iter(("one", "two"))
    client = make(**scripted.options, auth_token_provider=lambda: next(tokens))
    client.info()
    client.info()
    assert [seen.metadata["authorization"] for seen in scripted.seen] == ["Bearer one", "Bearer two"]


def test_a_token_that_is_awaited(scripted):
    async def token() -> str:
        await asyncio.sleep(0)
        return "later"

    async def ask() -> None:
        async with AsyncQdrantClient(**scripted.options, auth_token_provider=token) as client:
            await client.info()

    asyncio.run(ask())
    assert scripted.seen[0].metadata["authorization"] == "Bearer later"


@BOTH
@pytest.mark.parametrize("name", ["grpc-timeout", "a!b", "x~"])
def test_headers_that_are_no_metadata(client, name):
    with pytest.raises(InvalidRequest):
        client("http://a", prefer_grpc=True, headers={name: "1"})


def test_headers_about_http_itself_are_left_out():
    assert metadata({"host": "a", "content-type": "text/plain", "x-bin": "é".encode().hex(), "te": "x"}) == (
        ("x-bin", b"c3a9"),
    )


@pytest.mark.parametrize("seconds", [5, 300])
def test_the_limit_of_a_call(client, scripted, seconds):
    client.send(requests.GetVersion(), timeout=seconds)
    assert seconds - 3 < scripted.seen[0].seconds < 1.02 * seconds  # gRPC rounds it


def test_the_limit_of_the_client(make, scripted):
    make(**scripted.options, timeout=400).info()
    assert 390 < scripted.seen[0].seconds < 410


def test_without_a_limit_there_is_one_all_the_same(client, scripted):
    client.info()
    assert 60 < scripted.seen[0].seconds < 67


@pytest.mark.parametrize(("given", "expected"), [(None, 3), (1, 1), (5, 5)])
def test_calls_take_turns_on_a_few_connections(make, scripted, given, expected):
    client = make(**scripted.options, pool_size=given)
    for _ in range(12):
        client.info()
    assert len({seen.peer for seen in scripted.seen}) == expected


def test_a_closed_client_says_so(client):
    client.info()
    transport = getattr(client, "client", client)._transport
    if isinstance(client, QdrantClient):
        client.close()
        client.close()
        with pytest.raises(ClientClosed):
            client.info()
    else:
        client.loop.run_until_complete(transport.close())
        client.loop.run_until_complete(transport.close())
        with pytest.raises(ClientClosed):
            client.info()


def test_in_another_event_loop_channels_are_made_anew(scripted):
    client = AsyncQdrantClient(**scripted.options, pool_size=1)

    async def ask() -> None:
        await client.info()

    for _ in range(2):
        asyncio.run(ask())
    asyncio.run(client.close())
    assert len({seen.peer for seen in scripted.seen}) == 2


def test_what_grpc_lacks_goes_over_rest(client):
    with pytest.raises(ConnectionFailed) as caught:
        client.cluster_status()
    assert caught.value.url == "http://127.0.0.1:1/cluster"


def test_a_forked_process_uses_rest(make, scripted):
    client = make(**scripted.options)
    client.info()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forks beside threads
        pid = os.fork()
    if pid == 0:
        try:
            client.info()
            os._exit(1)
        except ConnectionFailed as error:  # nothing listens there
            os._exit(0 if error.method == "GET" else 2)
        except BaseException:
            os._exit(3)
    assert os.waitpid(pid, 0)[1] == 0
    client.info()
    assert len(scripted.seen) == 2


def test_compression(make, scripted):
    make(**scripted.options, grpc_compression=grpc.Compression.Gzip).info()


@BOTH
def test_compressions_that_no_server_reads(client):
    with pytest.raises(ValueError, match="Gzip"):
        client("http://a", prefer_grpc=True, grpc_compression=grpc.Compression.Deflate)
    with pytest.raises(TypeError):
        client("http://a", prefer_grpc=True, grpc_compression="gzip")


def test_options_of_the_caller_win():
    assert channel_options("a", {})["grpc.keepalive_time_ms"] == 60_000
    assert channel_options("a", {"grpc.keepalive_time_ms": 5})["grpc.keepalive_time_ms"] == 5
    assert channel_options("a", {}, trust_env=False)["grpc.enable_http_proxy"] == 0


@BOTH
@pytest.mark.parametrize("port", [0, -1, 65536])
def test_ports_that_are_none(client, port):
    with pytest.raises(ValueError):
        client("http://a", prefer_grpc=True, grpc_port=port)


def test_an_old_server_is_warned_of_once(make, scripted):
    scripted.answers(version("1.9.0"))
    client = make(**{**scripted.options, "check_compatibility": True})
    with pytest.warns(UserWarning, match=r"Qdrant 1\.9\.0"):
        client.info()
    client.info()
    assert [seen.path for seen in scripted.seen] == ["/qdrant.Qdrant/HealthCheck"] * 3


@pytest.mark.parametrize("prefer", [True, False])
def test_the_raw_methods(make, scripted, prefer):
    client = make(**{**scripted.options, "prefer_grpc": prefer, "api_key": "the-key"})
    made = getattr(client, "client", client)
    root = made._client.grpc_root
    answer = root.HealthCheck(HealthCheckRequest(), timeout=50, metadata=(("x-own", "1"),))
    if asyncio.iscoroutine(answer):
        answer = client.loop.run_until_complete(answer)
    assert answer.version == "1.19.0"
    seen = scripted.seen[0]
    assert (seen.metadata["api-key"], seen.metadata["x-own"]) == ("the-key", "1")
    assert 40 < seen.seconds < 52
    with pytest.raises(AttributeError, match="NoSuchMethod"):
        _ = made.grpc_points.NoSuchMethod


def test_raw_methods_raise_errors_of_grpc():
    server = ScriptedServer()
    options = server.options
    server.stop()
    with QdrantClient(**options) as client, pytest.raises(grpc.RpcError):
        client._client.grpc_root.HealthCheck(HealthCheckRequest())


def test_an_engine_in_this_process_has_no_raw_methods():
    with QdrantClient(":memory:") as client, pytest.raises(QdrantError, match="no gRPC"):
        _ = client.grpc_points


@BOTH
def test_a_client_travels_to_another_process(client, scripted):
    made = client(**scripted.options, api_key="the-key", grpc_compression=grpc.Compression.Gzip)
    copy = pickle.loads(pickle.dumps(made))
    assert type(copy._transport) is type(made._transport)
    assert copy._transport._target == made._transport._target


@pytest.fixture
def stuck(scripted):
    """A server that answers when it is told to; and what tells that a call came in."""
    came, go_on = threading.Event(), threading.Event()

    def answer(seen):
        came.set()
        go_on.wait(60)
        return version()

    scripted.answer = answer
    yield came
    go_on.set()


def test_closing_ends_a_call_under_way(scripted, stuck):
    client = QdrantClient(**scripted.options)
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(client.info)
        assert stuck.wait(60)
        client.close()
        with pytest.raises(ClientClosed):
            call.result()


def test_closing_ends_a_call_of_another_task(scripted, stuck):
    async def close_meanwhile() -> None:
        client = AsyncQdrantClient(**scripted.options)
        call = asyncio.create_task(client.info())
        assert await asyncio.to_thread(stuck.wait, 60)
        await client.close()
        with pytest.raises(ClientClosed):
            await call

    asyncio.run(close_meanwhile())


def test_a_task_that_is_cancelled_is_cancelled(scripted, stuck):
    async def cancel_meanwhile() -> None:
        async with AsyncQdrantClient(**scripted.options) as client:
            call = asyncio.create_task(client.info())
            assert await asyncio.to_thread(stuck.wait, 60)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(cancel_meanwhile())
