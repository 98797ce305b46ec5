from __future__ import annotations

import asyncio

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.transports.compatibility import NEWEST, OLDEST, complaint
from tests.client.transports.conftest import Answer, listed

OLD = Answer(body=b'{"title":"qdrant - vector search engine","version":"1.15.5","commit":"c"}')


def sync_list(url: str, **options: object) -> None:
    with QdrantClient(url, **options) as client:
        client.get_collections()
        client.get_collections()


def async_list(url: str, **options: object) -> None:
    async def ask() -> None:
        async with AsyncQdrantClient(url, **options) as client:
            await client.get_collections()
            await client.get_collections()

    asyncio.run(ask())


BOTH = pytest.mark.parametrize("ask", [sync_list, async_list])


def paths(web) -> list[str]:
    return [seen.path for seen in web.seen]


@BOTH
def test_the_caller_is_warned_once_of_a_version_that_is_too_old(ask, web):
    web.answer = lambda seen: OLD if seen.path == "/" else listed()
    with pytest.warns(UserWarning, match=r"is Qdrant 1\.15\.5; this client is made for 1\.16 to 1\.21") as caught:
        ask(web.url)
    assert [warning.filename for warning in caught] == [__file__]
    assert paths(web) == ["/collections", "/", "/collections"]
    ask(web.url)
    assert paths(web).count("/") == 1


@BOTH
def test_nobody_asks_who_doesnt_want_to_know(ask, web):
    ask(web.url, check_compatibility=False)
    assert paths(web) == ["/collections"] * 2


@BOTH
@pytest.mark.parametrize(("status", "body"), [(403, b"no"), (200, b"hi"), (200, b'{"version":"dev","title":""}')])
def test_no_answer_is_no_reason_to_warn(ask, web, status, body):
    web.answer = lambda seen: Answer(status, body) if seen.path == "/" else listed()
    ask(web.url)
    assert paths(web) == ["/collections", "/", "/collections"]


def test_making_a_client_asks_nothing(web):
    QdrantClient(web.url)
    AsyncQdrantClient(web.url)
    assert not web.seen


@pytest.mark.parametrize("version", ["1.16.0", "1.19.0", "1.20.3-dev", "1.21.0", "dev", "", "a.b.c"])
def test_versions_that_get_along(version):
    assert complaint(version, "http://h") is None


@pytest.mark.parametrize("version", ["0.11.0", "1.15.9", "1.22.0", "2.0.0"])
def test_versions_that_dont(version):
    assert version in complaint(version, "http://h")


def test_the_range_holds_the_version_whose_api_this_is():
    assert OLDEST <= (1, 20) <= NEWEST
