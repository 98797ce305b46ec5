"""When a write brings a flush: after so many seconds, or when the log has grown so much."""

from __future__ import annotations

import os

from qschema.client import models
from qschema.client.embedded.log import LOG
from qschema.client.embedded.shard.flushing import Flushing
from tests.client.embedded.shard.configs import EVERY_KIND

NEVER = EVERY_KIND.model_copy(
    update={"optimizer_config": EVERY_KIND.optimizer_config.model_copy(update={"flush_interval_sec": 100_000})}
)
MEGABYTES = 4
FILE = 32


def test_a_flush_is_due_after_so_many_seconds(tmp_path):
    assert Flushing(0, tmp_path).due()
    assert not Flushing(1000, tmp_path).due()


def test_a_flush_is_due_when_so_much_was_written(make):
    shard = make(NEVER)
    text, written = "x" * (MEGABYTES << 20), 0
    while written < 5 * FILE and (shard.unflushed or not written):
        shard.upsert(models.PointsList(points=[models.PointStruct(id=1, vector={}, payload={"text": text})]))
        written += MEGABYTES
    # the log makes its next file ahead, at some moment: it is one of those counted, or not
    assert 3 * (FILE - MEGABYTES) <= written <= 4 * FILE + MEGABYTES
    assert sum(file.name.startswith("closed-") for file in (shard.folder / LOG).iterdir()) == 1


def test_what_was_filled_before_a_flush_brings_no_other_one(tmp_path):
    (tmp_path / "open-7").touch()
    flushing = Flushing(1000, tmp_path)
    for number in range(8, 12):
        assert not flushing.due()
        (tmp_path / f"open-{number - 1}").rename(tmp_path / f"closed-{number}0")
        (tmp_path / f"open-{number}").touch()
        os.utime(tmp_path, ns=(0, number))  # as if time had gone by
    assert flushing.due()
    flushing.done()
    assert not flushing.due()
