"""A collection with custom sharding is reindexed, while it is written and killed at any moment, on a cluster."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from qschema.apply.live_writes import MirroredWriter
from qschema.apply.reindex import filling
from qschema.apply.reindex.plans import plan_cleanup
from qschema.client import QdrantClient
from qschema.schema.inspect import inspect
from tests.apply.bench import PROJECT, Bench, wipe
from tests.apply.kills.child import LOCK_SECONDS
from tests.apply.live_writes.world import point
from tests.apply.reindex.killing import ROOT
from tests.live.apply.sharded import ALIAS, IDS, KEYS, NAME, NEXT, begin, declared, texts
from tests.live.server import free_port
from tests.soaking import soaking

pytestmark = pytest.mark.live

STANDING = f"_qschema.generation.{NAME}"
FIRST = 100
"""The first id that the writer writes; 60 below it, it deletes."""


@pytest.fixture(scope="module")
def url(start_server):
    return start_server("--cluster", free_port())


@pytest.fixture
def bench(url):
    with QdrantClient(url) as client:
        wipe(client)
        bench = Bench.over(client, url)
        begin(bench)
        yield bench


def written(url: str, is_over: Event) -> range:
    """Write and delete until it is over; return what was written."""
    with QdrantClient(url) as client, MirroredWriter(client, PROJECT):
        for number in count(FIRST):
            client.upsert(ALIAS, [point(number, f"{number}")], shard_key_selector=[KEYS[number % 2], "wide"])
            client.delete(ALIAS, [number - 60], shard_key_selector=KEYS[number % 2])
            if is_over.is_set():
                break
        return range(FIRST, number + 1)


def test_nothing_that_is_written_is_lost(bench, url):
    is_over = Event()
    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(written, url, is_over)
        try:
            bench.apply(declared("Dot"))
        finally:
            is_over.set()
        numbers = writing.result()
    assert bench.plan(declared("Dot")).empty
    wanted = {"by hand": {1: "by hand"}, "wide": {number: f"{number}" for number in numbers}}
    for parity, key in enumerate(KEYS):
        mine = [number for number in numbers if number % 2 == parity]
        there = dict.fromkeys(IDS, f"{key!r}") | {number: f"{number}" for number in mine}
        wanted[key] = {one: text for one, text in there.items() if one + 60 not in mine}
    assert texts(bench.client, ALIAS) == wanted
    keys = inspect(bench.client, (NAME,)).collections[NEXT].spec.as_json()["shard_keys"]
    assert {"shard_key": "wide", "shards_number": 2} in keys


def test_shard_keys_that_come_after_the_switch_go_both_ways_and_stay(bench, url, monkeypatch):
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)  # nobody writes yet
    bench.apply(declared("Dot"))
    ours = bench.client
    with QdrantClient(url) as client, MirroredWriter(client, PROJECT):
        ours.create_shard_key(NEXT, "tenant")
        client.upsert(ALIAS, [point(1, "tenant")], shard_key_selector="tenant")
    assert texts(ours, STANDING) == texts(ours, ALIAS)
    ours.create_shard_key(NEXT, "own")
    ours.upsert(ALIAS, [point(1, "own")], shard_key_selector="own")
    before = texts(ours, ALIAS)
    bench.carry_out(plan_cleanup(ours, PROJECT, NAME, place=url))
    assert texts(ours, NAME) == before


@pytest.mark.usefixtures("short_leases")
@pytest.mark.parametrize("seed", range(100 if soaking() else 1))
def test_it_may_be_killed_at_any_moment(bench, url, seed, monkeypatch):
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    before = texts(bench.client, NAME)
    calls = random.Random(seed).randrange(60, 450)
    command = [sys.executable, "-m", "tests.live.apply.sharded", url, str(calls)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr[-2000:]
    bench.carry_out(bench.plan(declared("Dot")), timeout=LOCK_SECONDS)
    assert bench.plan(declared("Dot")).empty
    assert texts(bench.client, ALIAS) == texts(bench.client, STANDING) == before
