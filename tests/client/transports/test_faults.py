from __future__ import annotations

import asyncio
import pickle
import socket

import httpx
import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.errors import (
    ClientClosed,
    ConnectionFailed,
    ConnectTimeout,
    NotFound,
    QdrantError,
    RateLimited,
    ResponseHandlingException,
    ServerError,
    Timeout,
    Unauthorized,
    UnexpectedResponse,
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


def in_turn(raw_server, *answers: bytes) -> str:
    """Give each connection one of the answers and close it, the last answer for ever; return the URL."""

    def script(connection: socket.socket) -> None:
        raw_server.requests.append(connection.recv(65536))
        connection.sendall(answers[min(len(raw_server.requests), len(answers)) - 1])

    raw_server.script = script
    return raw_server.url


def answer(status: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    lines = [b"HTTP/1.1 " + status, b"content-length: %d" % len(body), b"connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


GOOD = answer(b"200 OK", b"content-type: application/json", body=LISTED)
REFUSED = b'{"status":{"error":"Too many requests"},"time":0.0}'


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


@pytest.mark.parametrize("status", [b"502 Bad Gateway", b"503 Service Unavailable", b"504 Gateway Timeout"])
def test_unavailable_and_then_not(ask, raw_server, status):
    url = in_turn(raw_server, answer(status), answer(status), GOOD)
    assert [found.name for found in ask(url, check_compatibility=False).collections] == ["a"]
    assert len(raw_server.requests) == 3


def test_without_retries_the_first_answer_counts(ask, raw_server):
    url = in_turn(raw_server, answer(b"503 Service Unavailable"), GOOD)
    assert fails(ask, url, ServerError, retries=0).status == 503
    assert len(raw_server.requests) == 1


def test_a_rate_limit_that_says_when_to_come_back(ask, raw_server):
    url = in_turn(raw_server, answer(b"429 Too Many Requests", b"Retry-After: 0", body=REFUSED), GOOD)
    assert [found.name for found in ask(url, check_compatibility=False).collections] == ["a"]
    assert len(raw_server.requests) == 2


def test_a_rate_limit_that_never_lets_this_through(ask, raw_server):
    url = in_turn(raw_server, answer(b"429 Too Many Requests", body=REFUSED), GOOD)
    error = fails(ask, url, RateLimited)
    assert (error.retry_after, error.retry_after_s, error.fix) == (None, None, "split it")
    assert error.message == "Too many requests"
    assert len(raw_server.requests) == 1


def test_a_rate_limit_beyond_the_deadline_is_told_at_once(ask, raw_server):
    url = in_turn(raw_server, answer(b"429 Too Many Requests", b"Retry-After: 20", body=REFUSED), GOOD)
    error = fails(ask, url, RateLimited)
    assert (error.retry_after, error.retry_after_s) == (20.0, 20)
    assert len(raw_server.requests) == 1


def test_no_answer_ever_comes_before_the_deadline_though_it_is_repeated(ask, raw_server):
    url = in_turn(raw_server, answer(b"503 Service Unavailable"))
    with pytest.raises((ServerError, Timeout)) as caught:  # the deadline may cut an attempt that is under way
        ask(url, timeout=0.1, retries=1000)
    assert type(caught.value) is not ConnectTimeout


def test_what_old_code_reads_of_an_error(ask, raw_server):
    body = b'{"status":{"error":"Not found: Collection `a` doesn\'t exist!"},"time":0.0}'
    url = in_turn(raw_server, answer(b"404 Not Found", b"X-Trace: 7", body=body))
    with pytest.raises(UnexpectedResponse) as caught:
        ask(url)
    error = caught.value
    assert (error.status_code, error.reason_phrase, error.content) == (404, "Not Found", body)
    assert error.headers["x-trace"] == error.headers["X-Trace"] == "7"
    assert error.structured()["status"]["error"] == error.message
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is NotFound
    assert (str(again), again.content, again.url) == (str(error), body, error.url)


def test_what_old_code_reads_of_a_failure(ask, raw_server):
    error = fails(ask, raw_server.says(), ResponseHandlingException, retries=0)
    assert isinstance(error.source, httpx.RemoteProtocolError)


def test_something_that_is_no_http(ask, raw_server):
    url = raw_server.says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x04\x00\x10\x00\x00\r\n")
    assert "gRPC" in fails(ask, url, ResponseHandlingException).why


def test_a_connection_closed_without_a_word(ask, raw_server):
    assert "TLS" in fails(ask, raw_server.says(), ResponseHandlingException).why


def test_a_body_cut_short(ask, raw_server):
    url = raw_server.says(OK + b"content-length: 999\r\n\r\n" + LISTED)
    assert "broke" in fails(ask, url, ResponseHandlingException).what
    assert len(raw_server.requests) == 4


def test_a_body_cut_short_and_then_a_whole_one(ask, raw_server):
    url = in_turn(raw_server, OK + b"content-length: 999\r\n\r\n" + LISTED, GOOD)
    assert [found.name for found in ask(url, check_compatibility=False).collections] == ["a"]


def test_a_body_longer_than_was_said(ask, raw_server):
    url = raw_server.says(OK + b"content-length: 9\r\n\r\n" + LISTED)
    assert "begins with" in fails(ask, url, ResponseHandlingException).why


def test_a_broken_chunk(ask, raw_server):
    url = raw_server.says(OK + b"transfer-encoding: chunked\r\n\r\nzz\r\n" + LISTED)
    fails(ask, url, ResponseHandlingException)


def test_a_body_that_only_claims_to_be_packed(ask, raw_server):
    url = raw_server.says(OK + b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(LISTED) + LISTED)
    fails(ask, url, ResponseHandlingException, retries=0)


def test_the_page_of_a_proxy(ask, raw_server):
    page = b"<html><body>Sign in</body></html>"
    url = raw_server.says(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n" % len(page), page)
    error = fails(ask, url, ResponseHandlingException)
    assert "login form" in error.why


def test_a_call_with_an_effect_of_its_own_is_sent_once(raw_server):
    with QdrantClient(raw_server.says()) as client, pytest.raises(ResponseHandlingException):
        client.create_collection("c")
    assert len(raw_server.requests) == 1


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


def test_a_stalled_handshake_ends_with_the_deadline(ask, raw_server):
    url = raw_server.stalls().replace("http:", "https:")
    error = fails(ask, url, ConnectTimeout, timeout=0.2)
    assert error.what == "no connection within 0.2 s"
    assert isinstance(error, Timeout)
    assert isinstance(error, ConnectionFailed)


def test_nobody_there(ask):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert fails(ask, url, ConnectionFailed).why == "nothing listens there"


def test_tls_against_plain_http(ask, raw_server):
    url = raw_server.says(b"HTTP/1.1 400 Bad Request\r\n\r\n").replace("http:", "https:")
    error = fails(ask, url, ConnectionFailed)
    assert "plain http" in error.why
