from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.embedded.shard import Shard
from tests.client.embedded.shard.configs import config, points

CONFIG = config({"d": {"size": 2, "distance": "Dot"}})
IDS = 5
STEPS = st.lists(
    st.tuples(st.just("write"), st.integers(0, IDS - 1))
    | st.tuples(st.just("delete"), st.integers(0, IDS - 1))
    | st.tuples(st.sampled_from(["without a log", "again", "flush", "optimize"]), st.just(0)),
    max_size=40,
)


@settings(max_examples=30)
@given(steps=STEPS)
def test_a_shard_that_loses_its_log_after_a_flush_takes_every_later_write(tmp_path_factory, steps):
    """Else the numbers of writes would begin anew, and writes to points that are there be ignored."""
    folder = tmp_path_factory.mktemp("numbering") / "shard"
    shard, there = Shard.create(folder, CONFIG), {}
    for number, (step, id) in enumerate(steps, 1):
        if step == "write":
            shard.upsert(points([{"id": id, "vector": {"d": [number, 1]}, "payload": {"n": number}}]))
            there[id] = number
        elif step == "delete":
            shard.delete(models.PointIdsList(points=[id]))
            there.pop(id, None)
        elif step == "flush":
            shard.flush()
        elif step == "optimize":
            shard.optimize()
        else:
            shard.flush()
            shard.close()
            if step == "without a log":
                shutil.rmtree(folder / "wal")
            shard = Shard.open(folder, CONFIG)
        found = shard.scroll(models.ScrollRequest(limit=100)).points
        assert {point.id: point.payload["n"] for point in found} == there
    shard.close()
    again = Shard.open(folder, CONFIG)
    found = again.scroll(models.ScrollRequest(limit=100)).points
    assert {point.id: point.payload["n"] for point in found} == there
    again.close()


@pytest.mark.parametrize("writes", [1, 2, 300])
def test_what_is_written_after_it_is_read_again_from_the_new_log(tmp_path, writes):
    shard = Shard.create(tmp_path / "shard", CONFIG)
    for number in range(300):
        shard.upsert(points([{"id": 1, "vector": {"d": [number, 1]}, "payload": {"n": number}}]))
    shard.flush()
    shard.close()
    shutil.rmtree(tmp_path / "shard" / "wal")
    shard = Shard.open(tmp_path / "shard", CONFIG)
    for number in range(writes):
        shard.upsert(points([{"id": 1, "vector": {"d": [number, 1]}, "payload": {"n": f"new {number}"}}]))
    shard.close()
    shard = Shard.open(tmp_path / "shard", CONFIG)
    assert shard.retrieve(models.PointRequest(ids=[1], with_payload=True))[0].payload == {"n": f"new {writes - 1}"}
    shard.close()
