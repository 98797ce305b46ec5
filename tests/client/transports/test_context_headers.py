from __future__ import annotations

import asyncio
import threading

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.context_headers import async_headers, get_context_headers, headers


def traces(web) -> list[str | None]:
    return [seen.headers.get("x-trace") for seen in web.seen if seen.path != "/"]


def test_the_calls_of_a_block_carry_its_headers(web):
    with QdrantClient(web.url, headers={"X-Trace": "standing", "x-other": "o"}) as client:
        client.get_collections()
        with headers({"x-trace": "outer", "X-More": "m"}):
            client.get_collections()
            with headers({"X-TRACE": "inner"}):
                client.get_collections()
            client.get_collections()
        client.get_collections()
    assert traces(web) == ["standing", "outer", "inner", "outer", "standing"]
    assert [seen.headers.get("x-more") for seen in web.seen if seen.path != "/"] == [None, "m", "m", "m", None]
    assert all(seen.headers["x-other"] == "o" for seen in web.seen)


def test_each_task_has_its_own(web):
    async def ask(client: AsyncQdrantClient, trace: str) -> None:
        async with async_headers({"x-trace": trace}):
            await client.get_collections()

    async def ask_all() -> None:
        async with AsyncQdrantClient(web.url) as client:
            await asyncio.gather(*(ask(client, str(number)) for number in range(5)))
            await client.get_collections()

    asyncio.run(ask_all())
    assert sorted(traces(web)[:5]) == ["0", "1", "2", "3", "4"]
    assert traces(web)[5] is None


def test_other_threads_know_nothing_of_it():
    seen: list[dict[str, str]] = []
    with headers({"x-trace": "7"}):
        thread = threading.Thread(target=lambda: seen.append(get_context_headers()))
        thread.start()
        thread.join()
        assert get_context_headers() == {"x-trace": "7"}
    assert seen == [{}]


@pytest.mark.parametrize("wrong", [{"x": "a\nb"}, {"x": "ü"}, {"x y": "a"}, {"": "a"}, {"x:": "a"}, {"x": 7}])
def test_what_no_header_can_hold_is_refused(wrong):
    with pytest.raises(ValueError), headers(wrong):
        pass
    assert get_context_headers() == {}


def test_an_error_ends_the_block_too():
    with pytest.raises(KeyError), headers({"x": "y"}):
        raise KeyError
    assert get_context_headers() == {}
