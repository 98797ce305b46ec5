"""What reaches the wire of what a client's constructor is told."""

from __future__ import annotations

import asyncio
import base64

import httpx
import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.errors import ConnectionFailed, ConnectTimeout
from tests.client.transports.conftest import Answer


def names(url: str, **options: object) -> list[str]:
    with QdrantClient(url, check_compatibility=False, **options) as client:
        return [found.name for found in client.get_collections().collections]


def async_names(url: str, **options: object) -> list[str]:
    async def ask() -> list[str]:
        async with AsyncQdrantClient(url, check_compatibility=False, **options) as client:
            return [found.name for found in (await client.get_collections()).collections]

    return asyncio.run(ask())


BOTH = pytest.mark.parametrize("ask", [names, async_names], ids=["sync", "async"])


@BOTH
def test_a_prefix_stands_before_every_path(ask, web):
    assert ask(f"{web.url}/some/prefix/") == ["a"]
    assert ask(web.url, prefix="some/prefix") == ["a"]
    assert [seen.path for seen in web.seen] == ["/some/prefix/collections"] * 2


@BOTH
def test_standing_headers(ask, web):
    ask(web.url, headers={"X-One": "1"})
    headers = web.seen[0].headers
    assert headers["host"] == web.url.removeprefix("http://")
    assert headers["user-agent"].startswith("qschema/")
    assert headers["connection"] == "keep-alive"
    assert headers["accept-encoding"] == "identity"
    assert headers["x-one"] == "1"
    assert "content-length" not in headers
    ask(web.url, headers={"User-Agent": "mine"})
    assert web.seen[1].headers["user-agent"] == "mine"


@BOTH
def test_a_name_and_a_password_for_a_proxy_that_asks_for_them(ask, web):
    ask(web.url, auth=("me", "secret"))
    assert web.seen[0].headers["authorization"] == "Basic " + base64.b64encode(b"me:secret").decode()


@BOTH
def test_by_way_of_a_proxy(ask, web):
    assert ask("http://db.example:6333", proxy=web.url) == ["a"]
    assert web.seen[0].path == "http://db.example:6333/collections"
    assert web.seen[0].headers["host"] == "db.example:6333"


@BOTH
def test_a_proxy_that_the_environment_names(ask, web, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", web.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ask("http://db.example:6333") == ["a"]
    with pytest.raises(ConnectionFailed):
        ask("http://db.invalid:6333", trust_env=False, retries=0)


@BOTH
def test_a_proxy_that_refuses(ask, web):
    web.answers(Answer(407))
    with pytest.raises(ConnectionFailed, match="proxy"):
        ask("https://db.example:6333", proxy=web.url, retries=0)


@BOTH
def test_cookies_are_neither_kept_nor_sent(ask, web):
    web.answers(Answer(503, headers={"set-cookie": "a=b"}), web.answer(None))
    assert ask(web.url) == ["a"]
    assert "cookie" not in web.seen[1].headers


def test_a_pool_that_is_too_small_is_named(raw_server):
    async def ask() -> None:
        async with AsyncQdrantClient(raw_server.stalls(), pool_size=1) as client:
            first = asyncio.create_task(client.get_collections(timeout=60))
            while not raw_server.requests:
                await asyncio.sleep(0.01)
            with pytest.raises(ConnectTimeout) as caught:
                await client.get_collections(timeout=0.3)
            assert "pool_size" in caught.value.fix
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)

    asyncio.run(ask())


def test_a_transport_of_ones_own():
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, str(request.url), request.content))
        return httpx.Response(200, json={"result": {"count": 3}, "status": "ok", "time": 0})

    with QdrantClient("http://db", transport=httpx.MockTransport(answer), check_compatibility=False) as client:
        assert client.count("c").count == 3
    assert seen == [("POST", "http://db:6333/collections/c/points/count", b'{"exact":true}')]
