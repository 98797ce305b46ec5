"""How a server ends, and what is there when it comes back."""

from __future__ import annotations

import os
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from qschema.client import QdrantClient, models
from qschema.client.errors import QdrantError, ServerError
from tests.serve.http import ask, call, connect
from tests.servers import Server, serving

VECTORS = models.VectorParams(size=64, distance=models.Distance.DOT)


def points(start: int, number: int) -> list[models.PointStruct]:
    return [models.PointStruct(id=start + i, vector=[float(start + i)] * 64) for i in range(number)]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_stops_in_peace_and_keeps_everything(tmp_path, how):
    server = Server("--path", tmp_path)
    with QdrantClient(server.url) as client:
        client.create_collection("a", VECTORS)
        client.upsert("a", points(0, 100))
    server.tell(how)
    assert server.end() == (0, "")
    with QdrantClient(path=tmp_path) as client:
        assert client.count("a").count == 100


def test_calls_under_way_are_finished_and_new_ones_refused(tmp_path):
    server = Server("--path", tmp_path)
    with QdrantClient(server.url, retries=0) as client:
        client.create_collection("a", VECTORS)
        parts = urlsplit(server.url)
        body = b'{"points": [{"id": 1, "vector": [' + b", ".join([b"1"] * 64) + b"]}]}"
        head = b"PUT /collections/a/points?wait=true HTTP/1.1\r\nhost: a\r\ncontent-length: %d\r\n\r\n" % len(body)
        with socket.create_connection((parts.hostname, parts.port), timeout=60) as slow:
            slow.sendall(head + body[:10])
            client.get_collections()  # so that the call is being read
            server.tell(signal.SIGTERM)
            while refuses_nobody(parts.hostname, parts.port):
                os.sched_yield()
            slow.sendall(body[10:])
            assert slow.recv(4096).startswith(b"HTTP/1.1 200 OK")
    assert server.end() == (0, "")
    with QdrantClient(path=tmp_path) as client:
        assert client.count("a").count == 1


def refuses_nobody(host: str | None, port: int | None) -> bool:
    try:
        socket.create_connection((host, port), timeout=60).close()
    except ConnectionRefusedError:
        return False
    return True


@pytest.mark.parametrize("kill", range(3))
def test_what_was_acknowledged_survives_a_kill(tmp_path, kill):
    server = Server("--path", tmp_path)
    acknowledged: list[int] = []
    enough = threading.Event()

    def write(start: int) -> None:
        with QdrantClient(server.url, retries=0) as client:
            for first in range(start, start + 100_000, 10):
                try:
                    client.upsert("a", points(first, 10))
                except QdrantError:
                    return
                acknowledged.append(first)
                if len(acknowledged) > 20 + 40 * kill:
                    enough.set()

    with QdrantClient(server.url) as client:
        client.create_collection("a", VECTORS)
    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(write, 1_000_000 * one) for one in range(4)]
        assert enough.wait(60)
        server.kill()
        for one in writing:
            one.result()
    with serving("--path", tmp_path) as again, QdrantClient(again.url) as client:
        expected = [first + i for first in acknowledged for i in range(10)]
        there = client.retrieve("a", expected, with_payload=False)
        assert {point.id for point in there} == set(expected)


def test_an_engine_that_dies_is_replaced(tmp_path):
    with serving("--path", tmp_path) as server, QdrantClient(server.url, retries=0) as client:
        client.create_collection("a", VECTORS)
        client.upsert("a", points(0, 10))
        os.kill(server.worker(), signal.SIGKILL)
        with pytest.raises(ServerError) as caught:
            client.count("a")
        assert caught.value.status == 503
        assert "signal 9" in str(caught.value)
        assert client.count("a").count == 10


def test_an_engine_in_memory_that_dies_is_mourned():
    with serving("--memory") as server, QdrantClient(server.url, retries=0) as client:
        client.create_collection("a", VECTORS)
        os.kill(server.worker(), signal.SIGKILL)
        for _ in range(2):
            with pytest.raises(ServerError, match="all that it held") as caught:
                client.get_collections()
            assert caught.value.status == 503


def test_callers_that_hang_up_harm_nobody(server, name):
    parts = urlsplit(server.url)
    call(server.url, "PUT", f"/collections/{name}", {"vectors": {"size": 2, "distance": "Dot"}})
    head = f"PUT /collections/{name}/points HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n".encode()
    for sent in (b"", head[:20], head, head + b"{" * 500):
        with socket.create_connection((parts.hostname, parts.port), timeout=60) as raw:
            raw.sendall(sent)
    query = b"POST /collections/%b/points/count HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}" % name.encode()
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as raw:
        raw.sendall(query)  # gone before the answer
    assert call(server.url, "POST", f"/collections/{name}/points/count", {}).json["result"]["count"] == 0


def test_a_caller_that_is_slow_keeps_nobody_waiting(server):
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as slow:
        slow.sendall(b"PUT /collections/a HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n{")
        connection = connect(server.url)
        for _ in range(20):
            assert ask(connection, "GET", "/collections").status == 200
        connection.close()
