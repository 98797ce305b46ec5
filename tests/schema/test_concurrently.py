"""Several calls at a time: in the order of what is asked, with the error that one after the other would have had."""

from __future__ import annotations

from threading import Barrier, Lock

import pytest

from qschema.client import QdrantClient
from qschema.client.context_headers import get_context_headers, headers
from qschema.schema.concurrently import AT_A_TIME, mapped


@pytest.fixture
def server():
    with QdrantClient("http://127.0.0.1:1", check_compatibility=False) as client:
        yield client


def test_answers_come_in_order_however_long_they_take(server):
    together = Barrier(AT_A_TIME, timeout=60)

    def slow(item: int) -> int:
        together.wait()  # passes only if as many are under way
        return item

    assert mapped(server, slow, range(AT_A_TIME * 3)) == list(range(AT_A_TIME * 3))


def test_never_more_than_the_most_at_a_time(server):
    lock, under_way, most = Lock(), 0, 0

    def count(_: int) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        with lock:
            under_way -= 1

    mapped(server, count, range(500))
    assert 1 <= most <= AT_A_TIME


def test_the_first_error_in_order_is_the_one(server):
    both = Barrier(2, timeout=60)

    def failing(item: int) -> int:
        if item in (3, 5):
            both.wait()
            raise ValueError(item)
        return item

    with pytest.raises(ValueError, match="3"):
        mapped(server, failing, range(100))


def test_what_holds_for_a_block_holds_in_the_threads(server):
    with headers({"x-trace": "abc"}):
        assert mapped(server, lambda _: get_context_headers(), range(3)) == [{"x-trace": "abc"}] * 3


def test_the_engine_in_this_process_is_asked_one_by_one():
    done: list[int] = []

    def failing(item: int) -> None:
        done.append(item)
        if item == 2:
            raise ValueError(item)

    with QdrantClient(":memory:") as client, pytest.raises(ValueError, match="2"):
        mapped(client, failing, range(5))
    assert done == [0, 1, 2]
