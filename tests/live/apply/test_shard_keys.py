from __future__ import annotations

import pytest

from qschema.client import QdrantClient
from qschema.planner.steps.effects import Undo
from tests.apply.bench import Bench
from tests.apply.changes.cases import Case
from tests.apply.changes.checks import check
from tests.apply.changes.trial import try_all
from tests.live.apply.conftest import free_port

pytestmark = pytest.mark.live

SHARDED = {"vectors": {"v": {"size": 4, "distance": "Dot"}}, "sharding_method": "custom"}
BOTH, ONE = {"shard_keys": [{"shard_key": "north"}, {"shard_key": 7}]}, {"shard_keys": [{"shard_key": 7}]}

CASES = (
    Case("shard_keys", "create", {**SHARDED, **ONE}, {**SHARDED, **BOTH}, ("+",), ("create_shard_key",)),
    Case("shard_keys", "drop", {**SHARDED, **BOTH}, {**SHARDED, **ONE}, ("-",), ("delete_shard_key",), Undo.SNAPSHOT),
)


@pytest.mark.parametrize("version", ["1.19.0", "1.16.3"])
def test_shard_keys_come_and_go_on_a_cluster(start_server, version):
    url = start_server("--version", version, "--cluster", free_port())
    with QdrantClient(url, check_compatibility=False) as client:
        bench = Bench.over(client, url)
        trial = try_all(bench, CASES)
        for case in CASES:
            check(case, trial)
        assert [one["shard_key"] for one in trial.back["shard-keys-create"]["shard_keys"]] == [7]
        assert trial.after["shard-keys-drop"]["shard_keys"] == trial.back["shard-keys-create"]["shard_keys"]
