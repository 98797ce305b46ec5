from __future__ import annotations

import asyncio
import socket

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.errors import (
    ClientClosed,
    ConnectionFailed,
    QdrantError,
    ResponseHandlingException,
    ServerError,
    Timeout,
    Unauthorized,
)
from qschema.client.requests import GetCollections

OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
LISTED = b'{"result":{"collections":[{"name":"a"}]},"status":"ok","time":0}'


def sync_list(url: str, timeout: float | None, **options: object) -> object:
    with QdrantClient(url, **options) as client:
        return client.send(GetCollections(), timeout=timeout)


def async_list(url: str, timeout: float | None, **options: object) -> object:
    async def ask() -> object:
        async with AsyncQdrantClient(url, **options) as client:
            return await client.send(GetCollections(), timeout=timeout)

    return asyncio.run(ask())


@pytest.fixture(params=[sync_list, async_list], ids=["sync", "async"])
def ask(request):
    def call(url: str, timeout: float | None = 5, **options: object) -> object:
        return request.param(url, timeout, **options)

    return call


def fails(ask, url: str, kind: type[QdrantError], **options: object) -> QdrantError:
    with pytest.raises(QdrantError) as caught:
        ask(url, **options)
    assert type(caught.value) is kind
    assert caught.value.url == f"{url}/collections"
    assert caught.value.method == "GET"
    return caught.value


def test_a_good_answer(ask, raw_server):
    url = raw_server.says(OK + b"content-length: %d\r\n\r\n" % len(LISTED), LISTED)
    assert [found.name for found in ask(url).collections] == ["a"]
    head = raw_server.requests[0].decode().lower()
    assert head.startswith("get /collections http/1.1\r\n")
    assert "connection: keep-alive" in head
    assert "user-agent: qschema/" in head


def test_key_token_and_headers_are_sent(ask, raw_server):
    url = raw_server.says(OK + b"content-length: %d\r\n\r\n" % len(LISTED), LISTED)
    ask(url, https=False, api_key="k", auth_token_provider=lambda: "t", headers={"X-Trace": "1"}, metadata={"a": "b"})
    head = raw_server.requests[0].decode().lower()
    for line in ("api-key: k", "authorization: bearer t", "x-trace: 1", "a: b"):
        assert f"\r\n{line}\r\n" in head


def test_garbage_instead_of_json(ask, raw_server):
    url = raw_server.says(OK + b"content-length: 4\r\n\r\n{{{{")
    assert "begins with" in fails(ask, url, ResponseHandlingException).why


def test_plain_text_refusal(ask, raw_server):
    text = b"Must provide an API key or an Authorization bearer token"
    url = raw_server.says(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: %d\r\n\r\n" % len(text), text)
    error = fails(ask, url, Unauthorized)
    assert error.what == f"{text.decode()} (401 Unauthorized)"


def test_unavailable(ask, raw_server):
    url = raw_server.says(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")
    assert fails(ask, url, ServerError).status == 503


def test_something_that_is_no_http(ask, raw_server):
    url = raw_server.says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x04\x00\x10\x00\x00\r\n")
    assert "gRPC" in fails(ask, url, ResponseHandlingException).why


def test_a_connection_closed_without_a_word(ask, raw_server):
    assert "TLS" in fails(ask, raw_server.says(), ResponseHandlingException).why


def test_a_body_cut_short(ask, raw_server):
    url = raw_server.says(OK + b"content-length: 999\r\n\r\n" + LISTED)
    assert "broke" in fails(ask, url, ResponseHandlingException).what


@pytest.mark.parametrize(
    "parts",
    [(), (b"HTTP/1.1 200",), (OK + b"content-length: 999\r\n\r\n",), (OK + b"content-length: 999\r\n\r\n{",)],
    ids=["nothing", "half a line", "no body", "half a body"],
)
def test_a_stalled_answer_ends_with_the_deadline(ask, raw_server, parts):
    error = fails(ask, raw_server.stalls(*parts), Timeout, timeout=0.2)
    assert error.what == "no answer within 0.2 s"


def test_a_dripping_answer_ends_with_the_deadline(ask, raw_server):
    url = raw_server.says(OK + b"content-length: 999\r\n\r\n", *[b" "] * 200, pause=0.05)
    fails(ask, url, Timeout, timeout=0.3)


def test_the_limit_of_the_client(raw_server):
    with QdrantClient(raw_server.stalls(), timeout=0.2) as client, pytest.raises(Timeout, match=r"0\.2 s"):
        client.get_collections()


def test_a_closed_client_says_so(raw_server):
    client = QdrantClient(raw_server.url)
    client.close()
    client.close()
    with pytest.raises(ClientClosed):
        client.get_collections()

    async def ask() -> None:
        client = AsyncQdrantClient(raw_server.url)
        await client.close()
        await client.close()
        await client.get_collections()

    with pytest.raises(ClientClosed):
        asyncio.run(ask())


def test_a_token_that_must_be_awaited(raw_server):
    async def token() -> str:
        return "t"

    url = raw_server.says(OK + b"content-length: %d\r\n\r\n" % len(LISTED), LISTED)
    async_list(url, 5, auth_token_provider=token)
    assert b"Bearer t" in raw_server.requests[0]
    with pytest.raises(TypeError, match="AsyncQdrantClient"):
        sync_list(url, 5, auth_token_provider=token)


def test_nobody_there(ask):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert fails(ask, url, ConnectionFailed).why == "nothing listens there"


def test_tls_against_plain_http(ask, raw_server):
    url = raw_server.says(b"HTTP/1.1 400 Bad Request\r\n\r\n").replace("http:", "https:")
    error = fails(ask, url, ConnectionFailed)
    assert "plain http" in error.why
