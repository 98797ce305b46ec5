"""Statuses, bodies and headers, as Qdrant has them."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.serve.http import ask, call, connect
from tests.servers import serving

VECTORS = {"vectors": {"size": 2, "distance": "Dot"}}


def test_a_result_stands_in_an_envelope(server, name):
    made = call(server.url, "PUT", f"/collections/{name}", VECTORS)
    assert (made.status, made.headers["content-type"]) == (200, "application/json")
    assert (made.json["result"], made.json["status"]) == (True, "ok")
    assert made.json["time"] >= 0


def test_the_version_stands_alone(server):
    assert call(server.url, "GET", "/").json == {"title": "qdrant - vector search engine", "version": "1.19.0"}


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz", "/metrics"])
def test_texts(server, path):
    told = call(server.url, "GET", path)
    assert (told.status, told.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert told.body


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("PUT", "/collections/{}", b"{", 400),
        ("PUT", "/collections/{}", b"", 400),
        ("PUT", "/collections/{}", {"vectors": {"size": "2", "distance": "Dot"}}, 400),
        ("PUT", "/collections/{}", {"vectors": {"size": 2, "distance": "Dot"}, "shard_number": 0}, 422),
        ("GET", "/collections/{}", None, 404),
        ("POST", "/collections/{}/points/query", {"query": [1, 2]}, 404),
        ("POST", "/collections/{}/cluster", {"create_sharding_key": {"shard_key": "a"}}, 405),
    ],
)
def test_errors_say_what_is_wrong(server, name, verb, path, body, status):
    refused = call(server.url, verb, path.format(name), body)
    assert (refused.status, refused.headers["content-type"]) == (status, "application/json")
    assert refused.error
    assert refused.json.keys() == {"status", "time"}


def test_what_is_there_already_is_a_conflict(server, name):
    assert call(server.url, "PUT", f"/collections/{name}", VECTORS).status == 200
    assert call(server.url, "PUT", f"/collections/{name}", VECTORS).status == 409


@pytest.mark.parametrize(
    ("verb", "path"), [("HEAD", "/"), ("OPTIONS", "/collections"), ("POST", "/collections"), ("GET", "/nowhere")]
)
def test_calls_that_there_are_not_are_answered_without_a_body(server, verb, path):
    answer = call(server.url, verb, path)
    assert (answer.status, answer.body, answer.headers["content-length"]) == (404, b"", "0")


def test_one_connection_serves_many_calls(server):
    connection = connect(server.url)
    ask(connection, "GET", "/healthz")
    socket_before = connection.sock
    for path in ("/collections", "/nowhere", "/collections/nowhere", "//collections/"):
        ask(connection, "GET", path)
    assert connection.sock is socket_before
    connection.close()


def test_a_payload_keeps_its_nulls(server, name):
    call(server.url, "PUT", f"/collections/{name}", VECTORS)
    point = {"id": 1, "vector": [1, 2], "payload": {"none": None, "deep": {"none": None}}}
    assert call(server.url, "PUT", f"/collections/{name}/points?wait=true", {"points": [point]}).status == 200
    (found,) = call(server.url, "POST", f"/collections/{name}/points", {"ids": [1], "with_payload": True}).json[
        "result"
    ]
    assert found["payload"] == point["payload"]


def test_whether_somebody_waits_is_answered(server, name):
    call(server.url, "PUT", f"/collections/{name}", VECTORS)
    body = {"points": [{"id": 1, "vector": [1, 2]}]}
    statuses = [
        call(server.url, "PUT", f"/collections/{name}/points{query}", body).json["result"]["status"]
        for query in ("", "?wait=false", "?wait=true")
    ]
    assert statuses == ["acknowledged", "acknowledged", "completed"]


def test_a_body_that_is_too_large_is_refused_with_400():
    with serving("--memory", "--max-request-size-mb", "1") as small:
        refused = call(small.url, "PUT", "/collections/a", b" " * (3 << 20))
        assert (refused.status, "larger than 1048576 bytes" in refused.error) == (400, True)
        fits = call(
            small.url, "PUT", "/collections/a", b'{"vectors": {"size": 2, "distance": "Dot"}}' + b" " * 1_000_000
        )
        assert fits.status == 200


def test_megabytes_in_one_body(server, name):
    call(server.url, "PUT", f"/collections/{name}", {"vectors": {"size": 512, "distance": "Dot"}})
    points = [{"id": number, "vector": [number + 0.123456789] * 512} for number in range(2000)]
    assert call(server.url, "PUT", f"/collections/{name}/points?wait=true", {"points": points}).status == 200
    assert call(server.url, "POST", f"/collections/{name}/points/count", {}).json["result"]["count"] == 2000


def test_nonsense_on_the_wire_harms_nobody(server):
    parts = urlsplit(server.url)
    for nonsense in (b"\x16\x03\x01\x00", b"GET\r\n\r\n", b"PUT /collections/a HTTP/1.1\r\ncontent-length: x\r\n\r\n"):
        with socket.create_connection((parts.hostname, parts.port), timeout=60) as raw:
            raw.sendall(nonsense)
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(1024):
                pass
    assert call(server.url, "GET", "/readyz").status == 200


def test_a_path_may_have_a_prefix():
    with serving("--memory", "--prefix", "/some/where") as one:
        assert one.url.endswith("/some/where")
        root = one.url.removesuffix("/some/where")
        assert call(root, "GET", "/some/where/collections").status == 200
        assert call(root, "GET", "/some/where").json["version"]
        assert call(root, "GET", "/collections").status == 404
        assert call(root, "GET", "/some/wherecollections").status == 404
