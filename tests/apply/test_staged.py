"""Readers that ask by key: the same answer everywhere, kept when the share is raised, and never an error."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.staged import AsyncStagedReads, StagedReads, place_of
from qschema.client import AsyncQdrantClient, QdrantClient, models, requests
from qschema.planner.stages import Stage
from tests.apply.faults import FaultyTransport, forbidden, lost

NAME, NEW = "articles", "articles__g2"
KEYS = [f"user-{number}" for number in range(10_000)]
ANY = st.one_of(st.text(), st.integers(), st.binary(), st.uuids())


@pytest.fixture
def client() -> Iterator[QdrantClient]:
    """An instance with two generations."""
    with QdrantClient(":memory:") as one:
        for name in (NAME, NEW):
            one.create_collection(name, vectors_config={})
        yield one


def point(client: QdrantClient, alias: str, collection: str = NEW) -> None:
    create = models.CreateAlias(alias_name=alias, collection_name=collection)
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])


def take(client: QdrantClient, alias: str) -> None:
    delete = models.DeleteAlias(alias_name=alias)
    client.update_collection_aliases([models.DeleteAliasOperation(delete_alias=delete)])


def stage(client: QdrantClient, share: int, collection: str = NEW) -> str:
    alias = Stage(NAME, share, collection).alias
    point(client, alias, collection)
    return alias


def given_the_new(reads: StagedReads) -> set[str]:
    found = {key: reads.name_for(key) for key in KEYS}
    assert set(found.values()) <= {NAME, NEW}
    return {key for key, name in found.items() if name == NEW}


@given(ANY)
def test_every_key_has_a_place(key):
    assert 0 <= place_of(key) < 100
    assert place_of(key) == place_of(key)


def test_places_are_the_same_in_every_process():
    keys: list[Any] = ["ada", "é", "\ud800", 7, -1, b"\xff", UUID(int=7)]
    assert [place_of(key) for key in keys[:2]] == [97, 88]  # sha256sum and bc say the same
    assert place_of(7) == place_of("7") == place_of(b"7")
    assert place_of(UUID(int=7)) == place_of(str(UUID(int=7)))
    asked = f"from uuid import UUID; from qschema.apply.staged import place_of; print([place_of(k) for k in {keys}])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str([place_of(key) for key in keys])


@pytest.mark.parametrize("key", [None, 1.5, ("a",)])
def test_what_is_no_key_is_refused(client, key):
    with pytest.raises(TypeError, match="a key is"):
        StagedReads(client, NAME).name_for(key)


def test_a_raised_share_keeps_those_who_had_it(client):
    reads = StagedReads(client, NAME, interval=0)
    before = given_the_new(reads)
    assert not before
    for share in (1, 10, 50, 99, 100):
        alias = stage(client, share)
        now = given_the_new(reads)
        assert before < now
        assert abs(len(now) - share * 100) <= 150
        take(client, alias)
        before = now
    assert before == set(KEYS)
    assert not given_the_new(reads)


def test_of_two_shares_the_higher_one_counts(client):
    reads = StagedReads(client, NAME, interval=0)
    low = stage(client, 10)
    few = given_the_new(reads)
    high = stage(client, 50)
    many = given_the_new(reads)
    assert few < many
    take(client, low)
    assert given_the_new(reads) == many
    take(client, high)
    assert not given_the_new(reads)


def test_after_the_switch_everybody_reads_by_the_name(client):
    reads = StagedReads(client, NAME, interval=0)
    stage(client, 100)
    assert reads.name_for("ada") == NEW
    client.delete_collection(NAME)
    point(client, NAME)
    assert reads.name_for("ada") == NAME
    client.create_collection("articles__g3", vectors_config={})
    stage(client, 50, "articles__g3")  # the one that was left over doesn't hide it
    assert {reads.name_for(key) for key in KEYS[:100]} == {NAME, "articles__g3"}


def test_what_can_not_be_read_leaves_what_was_known(client):
    faults = FaultyTransport(client._transport)
    client._transport = faults
    reads = StagedReads(client, NAME, interval=0)
    alias = stage(client, 100)
    faults.add(lost, requests.GetAliases)
    assert reads.name_for("ada") == NAME
    faults.faults.clear()
    assert reads.name_for("ada") == NEW
    faults.add(forbidden, requests.GetAliases)
    take(client, alias)
    assert reads.name_for("ada") == NEW


def test_it_looks_once_in_an_interval_and_never_holds_others_up(client):
    looks: list[Any] = []

    def count(request: Any, send: Any) -> Any:
        looks.append(request)
        if len(looks) == 2:
            assert pool.submit(reads.name_for, "ada").result(10) == NEW  # nobody waits for this look
        return send(request)

    with ThreadPoolExecutor(1) as pool:
        client.interceptors.append(count)
        reads = StagedReads(client, NAME, interval=1000)
        client.interceptors.clear()
        alias = stage(client, 100)
        client.interceptors.append(count)
        assert {reads.name_for(key) for key in KEYS} == {NEW}
        assert len(looks) == 1
        reads._known._due = 0.0
        client.interceptors.clear()
        take(client, alias)
        client.interceptors.append(count)
        assert reads.name_for("ada") == NAME
        assert len(looks) == 2


def test_an_older_look_that_comes_back_later_changes_nothing(client):
    reads = StagedReads(client, NAME, interval=0)
    alias = stage(client, 100)
    old = client.get_aliases().aliases
    first, second = reads._known.begin(), reads._known.begin()
    take(client, alias)
    reads._known.note(second, client.get_aliases().aliases)
    reads._known.note(first, old)
    assert reads._known.name_for("ada") == NAME


def test_event_loops_have_the_same():
    async def ask() -> list[str]:
        async with AsyncQdrantClient(":memory:") as client:
            for name in (NAME, NEW):
                await client.create_collection(name, vectors_config={})
            reads = AsyncStagedReads(client, NAME, interval=0)
            found = [await reads.name_for("ada")]
            alias = Stage(NAME, 100, NEW).alias
            create = models.CreateAlias(alias_name=alias, collection_name=NEW)
            await client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
            found.append(await reads.name_for("ada"))
        return [*found, await reads.name_for("ada")]  # the client is closed

    assert asyncio.run(ask()) == [NAME, NEW, NEW]
