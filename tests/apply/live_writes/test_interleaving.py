"""Copying and writing in every order of their calls: in the end green is what blue says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.apply.live_writes.affected import WRITES
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.generations import Generations
from qschema.apply.live_writes.mirroring import Mirroring
from qschema.apply.records import MirrorRecord
from qschema.client import QdrantClient, models
from qschema.client.errors import NotFound
from tests.apply.live_writes.turns import Actor, take_turns
from tests.apply.live_writes.world import (
    IDS,
    back_fill,
    back_fill_slowly,
    make,
    point,
    same_content,
    wider,
    write_something,
)

EXAMPLES = settings().max_examples if settings().max_examples >= 1_000 else 150


@pytest.fixture(scope="module")
def client() -> Iterator[QdrantClient]:
    with QdrantClient(":memory:") as one:
        yield one


@pytest.fixture(scope="module")
def mirror(client: QdrantClient) -> MirrorRecord:
    made = make(client)
    Generations(client, made, wider).marks.make()
    return made


def writer(mirror: MirrorRecord, mirroring: Mirroring, chance: random.Random) -> Callable[[QdrantClient], None]:
    """Return the work of a writer: three writes, each to both generations."""

    def work(client: QdrantClient) -> None:
        generations = Generations(client, mirror, wider)

        def intercept(request: Any, send: Any) -> Any:
            if isinstance(request, WRITES) and request.collection_name == "articles-now":
                return mirroring.carry_out(request, send, generations)
            return send(request)

        client.interceptors.insert(0, intercept)
        for _ in range(3):
            with suppress(NotFound):  # a point that isn't there has no vectors to set
                write_something(client, "articles-now", chance)

    return work


FILLS: dict[str, Callable[[QdrantClient, MirrorRecord], None]] = {
    "insert_only": lambda client, mirror: back_fill(client, mirror, 3),
    "converge": lambda client, mirror: back_fill_slowly(Generations(client, mirror, wider), 3),
}


@pytest.mark.parametrize("fill", FILLS)
@settings(max_examples=EXAMPLES)
@given(
    order=st.lists(st.integers(0, 2), max_size=60), seed=st.integers(0, 2**32), present=st.sets(st.sampled_from(IDS))
)
def test_green_is_what_blue_says_in_the_end(client, mirror, fill, order, seed, present):
    for name in (mirror.blue, mirror.green, mirror.marks):
        client.delete(name, models.Filter())
    if present:
        client.upsert("articles", [point(one, "xx") for one in sorted(present, key=str)])
    mirroring = Mirroring()
    writers = [writer(mirror, mirroring, random.Random(seed + number)) for number in range(2)]
    actors = [Actor(client, work) for work in (*writers, lambda view: FILLS[fill](view, mirror))]
    take_turns(actors, order)
    assert mirroring.count_unmarked() == 0
    if fill == "insert_only":
        assert CatchUp(client, Generations(client, mirror, wider)).repair().moving == 0
    assert same_content(client, mirror)
