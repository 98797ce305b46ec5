"""Waiting for what a real server does in the background."""

from __future__ import annotations

import numpy as np
import pytest

from qschema.apply.errors import NoProgressError, StillWorkingError
from qschema.apply.readiness import wait_until_ready
from qschema.client import models
from tests.apply.bench import Told

pytestmark = pytest.mark.live

DECLARED = {"vectors": {"size": 64, "distance": "Dot"}, "optimizers_config": {"indexing_threshold": 100}}


def test_a_rebuild_is_waited_for(bench):
    bench.apply({"many": DECLARED})
    bench.client.upload_collection("many", np.random.default_rng(7).random((4000, 64), dtype=np.float32), wait=True)
    told = Told()
    bench.carry_out(bench.plan({"many": {**DECLARED, "hnsw_config": {"m": 24, "ef_construct": 200}}}), watch=told)
    assert told.done == ["done"]
    info = bench.client.get_collection("many")
    assert info.status is models.CollectionStatus.GREEN
    assert info.config.hnsw_config.m == 24
    assert info.indexed_vectors_count


def test_one_that_is_never_done_is_noticed(bench):
    if bench.client.info().version < "1.19":
        body = {"size": 4, "distance": "Dot"}
    else:
        body = {"size": 4, "distance": "Dot", "on_disk": True, "memory": "cached"}
    bench.client.create_collection("loop", vectors_config=models.VectorParams.model_validate(body))
    if "memory" not in body:
        wait_until_ready(bench.client, "loop", seconds=30)
        return
    with pytest.raises(StillWorkingError):
        wait_until_ready(bench.client, "loop", seconds=0.5)
    with pytest.raises(NoProgressError, match="circles"):
        wait_until_ready(bench.client, "loop")


def test_optimisers_that_are_switched_off_are_not_waited_for(bench):
    bench.apply({"many": {**DECLARED, "optimizers_config": {"indexing_threshold": 100, "max_optimization_threads": 0}}})
    bench.client.upload_collection("many", np.ones((1000, 64), dtype=np.float32), wait=True)
    wait_until_ready(bench.client, "many")
