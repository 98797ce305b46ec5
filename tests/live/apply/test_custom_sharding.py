"""Points under shard keys: followed, caught up with, copied and proven key by key, on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.errors import CopyFailedError
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.side import Side
from qschema.apply.live_writes import MirroredWriter
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.coordinating import LiveWrites
from qschema.apply.records import MirrorRecord
from qschema.apply.verifying import Counterpart, SearchedSide, verify
from qschema.apply.verifying.by_shard_key import check_shard_keys
from qschema.apply.verifying.checking import STRICT
from qschema.client import QdrantClient, models
from tests.apply.live_writes.traffic import prepared
from tests.apply.live_writes.world import PROJECT, TRANSFORM, point, wider
from tests.live.apply.conftest import wipe
from tests.live.apply.sharded import texts
from tests.live.server import free_port

pytestmark = pytest.mark.live

BLUE, GREEN, ALIAS = "articles", "articles__g2", "articles-now"
KEYS: list[Any] = ["north", 7, "7"]


@pytest.fixture(scope="module", params=["1.19.0", "1.16.3"])
def url(request, start_server):
    return start_server("--version", request.param, "--cluster", free_port())


@pytest.fixture
def ours(url) -> Iterator[QdrantClient]:
    with QdrantClient(url, check_compatibility=False) as client:
        wipe(client)
        yield client


def make(client: QdrantClient) -> MirrorRecord:
    """Make both generations with the same ids under each shard key; the new one lacks a key yet."""
    for name, size in ((BLUE, 2), (GREEN, 4)):
        params = {"text": models.VectorParams(size=size, distance=models.Distance.COSINE)}
        client.create_collection(name, params, sharding_method=models.ShardingMethod.CUSTOM)
        for key in KEYS if name == BLUE else KEYS[:2]:
            client.create_shard_key(name, key)
    for key in KEYS:
        client.upsert(BLUE, [point(one, f"{key!r}") for one in (1, 2, 3)], shard_key_selector=key)
    client.create_shard_key(GREEN, "declared")
    alias = models.CreateAlias(collection_name=BLUE, alias_name=ALIAS)
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
    return MirrorRecord(
        project=PROJECT,
        reindex="sharded",
        names=(BLUE, ALIAS),
        blue=BLUE,
        green=GREEN,
        marks="_qschema.marks.sharded",
        transform=TRANSFORM,
        phase="mirroring",
    )


def copied(client: QdrantClient) -> None:
    source, dest = (Side(client, name, "here") for name in (BLUE, GREEN))
    copy_points(source, dest, CopyOptions(write="insert_only", transform=wider), copying="sharded")


def test_passes_go_by_shard_key(ours):
    live = LiveWrites(ours, prepared(ours, make), wider)
    live.announce()
    passes = CatchUp(ours, live.generations)
    assert passes.run().missing == 9
    ours.delete(BLUE, [1], shard_key_selector="north")
    ours.set_payload(BLUE, {"text": "new"}, [2], shard_key_selector=7)
    ours.create_shard_key(BLUE, "late")
    ours.upsert(BLUE, [point(1, "late")], shard_key_selector="late")
    ours.delete_shard_key(BLUE, "7")
    lag = passes.run()
    assert (lag.missing, lag.extra, lag.changed) == (1, 1, 1)
    assert texts(ours, GREEN) == {**texts(ours, BLUE), "7": {}, "declared": {}}
    assert passes.run().points == 0


@pytest.mark.parametrize("url", ["1.19.0"], indirect=True)
def test_writers_that_follow_lose_nothing(ours, url):
    mirror = prepared(ours, make)
    live = LiveWrites(ours, mirror, wider)
    with (
        QdrantClient(url, check_compatibility=False) as client,
        MirroredWriter(client, PROJECT, transforms={TRANSFORM: wider}),
    ):
        live.announce()
        live.wait_for_writers()
        client.upsert(ALIAS, [point(4, "4")], shard_key_selector=["north", "7"])
        client.delete(ALIAS, [1], shard_key_selector="north")
        copied_before = texts(ours, GREEN)
        assert copied_before["north"] == copied_before["7"] == {4: "4"}
        fallback = models.ShardKeyWithFallback(target="late", fallback="north")
        client.upsert(ALIAS, [point(5, "5")], shard_key_selector=fallback)
        client.set_payload(ALIAS, {"text": "y"}, models.Filter(), shard_key_selector=7)
        deletion = models.DeleteOperation(delete=models.PointIdsList(points=[2], shard_key="7"))
        client.batch_update_points(ALIAS, [deletion])
        with pytest.raises(Exception, match="Shard key not specified"):
            client.delete(ALIAS, [1])
        ours.create_shard_key(BLUE, "late")
        client.upsert(ALIAS, [point(6, "6")], shard_key_selector=fallback)
        ours.create_shard_key(GREEN, "later")  # as after the switch
        client.upsert(ALIAS, [point(7, "7")], shard_key_selector="later")
    copied(ours)
    passes = CatchUp(ours, live.generations)
    passes.repair()
    assert ours.count(mirror.marks).count == 0
    assert passes.run().points == 0
    assert texts(ours, GREEN) == {**texts(ours, BLUE), "declared": {}}
    assert texts(ours, BLUE)["later"] == {7: "7"}


@pytest.mark.parametrize("url", ["1.19.0"], indirect=True)
def test_a_copy_is_proven_key_by_key(ours):
    mirror = prepared(ours, make)
    live = LiveWrites(ours, mirror, wider)
    live.announce()
    CatchUp(ours, live.generations).run()
    old, new = (SearchedSide(ours, name, "here") for name in (BLUE, GREEN))
    widened = Counterpart(wider, refilled=frozenset({"text"}))
    report = verify(old, new, counterpart=widened, again_seconds=0.0)
    assert report.passed, report.failed
    assert report["shard keys"].words == "3 shard keys, all there"
    assert report["counts"].measured["new"] == 9
    assert [one["new"] for one in report["counts"].measured["shard_keys"]] == [3, 3, 3]
    ours.delete(GREEN, [1], shard_key_selector="north")
    ours.upsert(GREEN, [models.PointStruct(id=9, vector={"text": [1.0] * 4})], shard_key_selector=7)
    ours.upsert(GREEN, [models.PointStruct(id=9, vector={"text": [1.0] * 4})], shard_key_selector="declared")
    ours.create_shard_key(BLUE, "late")
    report = verify(old, new, counterpart=widened, again_seconds=0.0, checks=(check_shard_keys, *STRICT))
    assert [one.check for one in report.failed] == ["shard keys", "counts", "ids"]
    assert {one.subject for one in report["shard keys"].findings} == {"late", "declared"}
    assert {one.subject for one in report["ids"].findings} == {"north/1", "7/9"}


@pytest.mark.parametrize("url", ["1.19.0"], indirect=True)
def test_a_copy_goes_on_by_shard_key(ours):
    prepared(ours, make)
    ours.create_shard_key(GREEN, "7")
    pages = iter([wider])
    source, dest = (Side(ours, name, "here") for name in (BLUE, GREEN))
    copy = partial(copy_points, source, dest, copying="sharded")
    with pytest.raises(CopyFailedError):
        copy(CopyOptions(write="insert_only", transform=lambda points: next(pages)(points), lanes=1))
    assert ours.count(GREEN).count == 3
    assert copy(CopyOptions(write="insert_only", transform=wider, lanes=1)).read == 9
    assert texts(ours, GREEN) == {**texts(ours, BLUE), "declared": {}}
