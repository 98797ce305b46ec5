"""Copying and writing in every order of their calls: in the end green is what blue says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.apply.live_writes.affected import WRITES as POINT_WRITES
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.generations import Generations
from qschema.apply.live_writes.mirroring import Mirroring
from qschema.apply.records import MirrorRecord
from qschema.client import QdrantClient, models
from qschema.client.errors import NotFound
from tests.apply.live_writes.turns import Actor, take_turns
from tests.apply.live_writes.world import (
    IDS,
    WRITES,
    back_fill,
    back_fill_slowly,
    make,
    point,
    same_content,
    wider,
    write_something,
)

EXAMPLES = settings().max_examples if settings().max_examples >= 1_000 else 60


@pytest.fixture(scope="module")
def client() -> Iterator[QdrantClient]:
    with QdrantClient(":memory:") as one:
        yield one


@pytest.fixture(scope="module")
def mirror(client: QdrantClient) -> MirrorRecord:
    made = make(client)
    Generations(client, made, wider).marks.make()
    return made


@pytest.fixture
def empty(client: QdrantClient, mirror: MirrorRecord) -> None:
    clear(client, mirror)


def clear(client: QdrantClient, mirror: MirrorRecord) -> None:
    for name in (mirror.blue, mirror.green, mirror.marks):
        client.delete(name, models.Filter())


def mirrored(client: QdrantClient, mirror: MirrorRecord, mirroring: Mirroring) -> QdrantClient:
    """Have a client's writes through the alias go to both generations."""
    generations = Generations(client, mirror, wider)

    def intercept(request: Any, send: Any) -> Any:
        if isinstance(request, POINT_WRITES) and request.collection_name == "articles-now":
            return mirroring.carry_out(request, send, generations)
        return send(request)

    client.interceptors.insert(0, intercept)
    return client


FILLS: dict[str, Callable[[QdrantClient, MirrorRecord], None]] = {
    "insert_only": lambda client, mirror: back_fill(client, mirror, 3),
    "converge": lambda client, mirror: back_fill_slowly(Generations(client, mirror, wider), 3),
}


@pytest.mark.parametrize("fill", FILLS)
@settings(max_examples=EXAMPLES)
@given(
    turns=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 10)), max_size=16),
    seed=st.integers(0, 2**32),
    present=st.sets(st.sampled_from(IDS)),
)
def test_green_is_what_blue_says_in_the_end(client, mirror, fill, turns, seed, present):
    clear(client, mirror)
    if present:
        client.upsert("articles", [point(one, "xx") for one in sorted(present, key=str)])
    mirroring = Mirroring()

    def writing(number: int) -> Callable[[QdrantClient], None]:
        chance = random.Random(seed + number)

        def work(view: QdrantClient) -> None:
            mirrored(view, mirror, mirroring)
            for _ in range(3):
                with suppress(NotFound):  # a point that isn't there has no vectors to set
                    write_something(view, "articles-now", chance)

        return work

    works = [writing(0), writing(1), lambda view: FILLS[fill](view, mirror)]
    take_turns([Actor(client, work) for work in works], [actor for actor, count in turns for _ in range(count)])
    assert mirroring.count_unmarked() == 0
    if fill == "insert_only":
        assert CatchUp(client, Generations(client, mirror, wider)).repair().moving == 0
    assert same_content(client, mirror, Generations(client, mirror, wider))


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("write", WRITES)
def test_a_page_of_the_copy_in_every_order_with_a_write(client, mirror, write):
    before = [point(1, "xx"), point(2, "x"), point(3, "xx", draft=True)]
    for first, second in combinations_with_replacement(range(8), 2):
        clear(client, mirror)
        client.upsert("articles", before)
        writer = Actor(
            client, lambda view: WRITES[write](mirrored(view, mirror, Mirroring()), "articles-now", "xx", [1, 4])
        )
        copier = Actor(client, lambda view: back_fill(view, mirror))
        # The page is read after so many calls of the writer, and written after so many.
        take_turns([writer, copier], [0] * first + [1] + [0] * (second - first) + [1])
        CatchUp(client, Generations(client, mirror, wider)).repair()
        assert same_content(client, mirror, Generations(client, mirror, wider)), (first, second)
