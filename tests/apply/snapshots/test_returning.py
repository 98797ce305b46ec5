"""What was destroyed comes back as it was, from the snapshot that was taken before."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.apply.errors import RefusedError, StepFailedError
from qschema.apply.journal import Begun
from qschema.client import requests
from qschema.planner.render_text import render_text
from qschema.schema.live import MARK_KEY
from tests.apply.faults import lost
from tests.apply.snapshots.shop import BOTH, COSINE, ITEMS, POINTS, Shop

WITHOUT_IMAGE = {**BOTH, "items": {**ITEMS, "vectors": {"text": COSINE}}}
OTHER_SHARDS = {**BOTH, "items": {**ITEMS, "shard_number": 2, "lifecycle": {"replace": "delete_and_create"}}}


def generation(shop: Shop, collection: str) -> int:
    metadata: dict[str, Any] = shop.client.get_collection(collection).config.metadata or {}
    return int(metadata[MARK_KEY]["generation"])


def test_a_collection_that_was_deleted(shop):
    before = shop.shown("logs")
    shop.apply({"items": ITEMS}, "logs")
    assert [one.collection for one in shop.told.snapshots] == ["logs"]
    assert not shop.client.collection_exists("logs")
    shop.take_back()
    assert shop.shown("logs") == before
    assert shop.aliases() == {"lines": "logs", "things": "items"}
    assert shop.bench.plan(BOTH).idle


@pytest.mark.parametrize(
    ("declared", "granted"),
    [
        pytest.param(WITHOUT_IMAGE, "items/vectors/image", id="a-vector-that-was-dropped"),
        pytest.param(OTHER_SHARDS, "items", id="a-collection-that-was-replaced"),
    ],
)
def test_what_is_served_meanwhile_is_switched_over(shop, declared, granted):
    before = shop.shown("items")
    shop.apply(declared, granted)
    shop.write("items", [3, 90, 91], ["text"], tag="b")
    with pytest.raises(RefusedError):
        shop.take_back()
    shop.take_back("items")
    assert shop.shown("items") == before
    there = shop.aliases()["items"]
    assert there == f"items__g{generation(shop, there)}"
    assert shop.aliases()["things"] == there
    assert shop.bench.plan(BOTH).idle


def test_what_is_lost_is_named(shop):
    shop.apply(WITHOUT_IMAGE, "items/vectors/image")
    shop.write("items", [3, 90, 91], ["text"], tag="b")
    shop.client.delete("items", [7])
    said = render_text(shop.back().plan)
    assert "items: 2 points written (90, 91), 1 point changed (3) since the snapshot" in said
    assert "1 point deleted (7) since the snapshot" in said


def test_of_a_large_collection_the_points_are_counted(shop):
    shop.write("items", range(300), ["text", "image"])
    shop.apply(WITHOUT_IMAGE, "items/vectors/image")
    shop.write("items", range(300, 310), ["text"])
    assert "there were 300 points then, and now there are 310" in render_text(shop.back().plan)


def test_the_rollback_is_taken_back_and_so_is_what_came_before(shop):
    shop.apply(WITHOUT_IMAGE, "items/vectors/image")
    shop.write("items", [90], ["text"])
    after = shop.shown("items")
    shop.take_back("items")
    shop.take_back("items", run=shop.bench.runs()[-1].id)
    assert shop.shown("items") == after
    assert shop.bench.plan(WITHOUT_IMAGE).idle
    shop.take_back("items", run=shop.bench.runs()[1].id)
    assert shop.bench.plan(BOTH).idle
    assert {step.kind for step in shop.back("items", "logs").plan.steps} >= {"delete_collection"}
    shop.take_back("items", "logs")
    assert shop.bench.shown() == {"collections": {}, "aliases": {}}


def test_of_several_snapshots_of_a_collection_the_oldest_is_recovered(shop):
    before = shop.shown("items")
    shop.apply({**BOTH, "items": {**ITEMS, "vectors": {"other": COSINE}}}, "items")
    assert len(shop.told.snapshots) == 2
    shop.take_back("items")
    assert shop.told.started.count("restore_collection") == 1
    assert shop.shown("items") == before


def test_a_snapshot_outlives_its_collection(shop):
    """One that lies on the instance only is fetched before the collection goes."""
    before = shop.shown("items")
    shop.apply(WITHOUT_IMAGE, "items/vectors/image")
    assert shop.told.snapshots[0].on_instance
    shop.apply({"logs": BOTH["logs"]}, "items")
    assert len(list(shop.folder.iterdir())) == 2
    shop.take_back()
    assert shop.bench.plan(WITHOUT_IMAGE).idle
    shop.take_back("items")
    assert shop.shown("items") == before


def test_a_policy_of_none_takes_none_and_nothing_comes_back(shop):
    plan = shop.plan({"items": ITEMS}, "logs", before="never")
    assert not any(step.snapshot_before for step in plan.steps)
    shop.carry_out(plan, Begun())
    assert not shop.told.snapshots
    assert [change.address for change in shop.back().plan.impossible] == ["logs"]


def test_always_takes_one_before_the_first_change_too(shop):
    shop.apply({**BOTH, "items": {**ITEMS, "hnsw_config": {"m": 24}, "metadata": {"owner": "bob"}}}, before="always")
    assert [one.collection for one in shop.told.snapshots] == ["items"]
    shop.take_back()
    assert "restore_collection" not in shop.told.started  # inverses lose nothing


def test_without_a_snapshot_nothing_is_destroyed(shop):
    shop.bench.faults.add(lost, requests.CreateSnapshot)
    with pytest.raises(StepFailedError) as caught:
        shop.apply({"items": ITEMS}, "logs")
    assert caught.value.code == "snapshot.failed"
    assert len(shop.points("logs")) == POINTS
    shop.bench.faults.faults.clear()
    shop.apply({"items": ITEMS}, "logs")
    shop.take_back()
    assert len(shop.points("logs")) == POINTS


def test_a_file_that_is_gone_or_damaged(shop):
    shop.apply({"items": ITEMS}, "logs")
    (file,) = shop.folder.iterdir()
    held = file.read_bytes()
    for damage in (file.unlink, lambda: file.write_bytes(held[:-1])):
        damage()
        with pytest.raises(StepFailedError) as caught:
            shop.take_back()
        assert caught.value.code == "snapshot.restore-failed"
        assert not shop.client.collection_exists("logs")
    file.write_bytes(held)
    shop.take_back()
    assert len(shop.points("logs")) == POINTS


def test_only_the_last_runs_snapshots_are_kept(shop):
    shop.keep_last = 2
    for number in range(4):
        shop.apply({"items": ITEMS}, "logs")
        assert len(shop.told.removed) == (number > 1)
        shop.apply(BOTH)
    assert len(list(shop.folder.iterdir())) == 2
