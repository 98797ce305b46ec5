from __future__ import annotations

import pytest

from qschema.client import models
from qschema.client.errors import BadRequest, NotFound, UnexpectedResponse, ValidationFailed

CUSTOM = {"vectors": {"size": 2, "distance": "Dot"}, "sharding_method": "custom"}
PLAIN = {"vectors": {"size": 2, "distance": "Dot"}, "shard_number": 3, "replication_factor": 2}
POINTS = {"points": [{"id": 1, "vector": [1, 2]}]}


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("PUT /collections/nowhere/shards", {"shard_key": "a"}),
        ("POST /collections/nowhere/shards/delete", {"shard_key": "a"}),
        ("POST /collections/nowhere/cluster", {"drop_replica": {"shard_id": 0, "peer_id": 1}}),
        ("POST /cluster/recover", None),
        ("DELETE /cluster/peer/5?force=true", None),
    ],
)
def test_what_only_a_cluster_can_do(engine, say, line, body):
    with pytest.raises(UnexpectedResponse) as caught:
        say(engine, line, body)
    assert caught.value.status == 405


def test_what_a_single_node_says(engine, say):
    assert say(engine, "GET /cluster") == models.ClusterStatusOneOf(status="disabled")
    say(engine, "PUT /collections/a", PLAIN)
    say(engine, "PUT /collections/a/points?wait=true", POINTS)
    found = say(engine, "GET /collections/a/cluster")
    assert [(shard.shard_id, shard.points_count) for shard in found.local_shards] == [(0, 1), (1, 0), (2, 0)]
    assert say(engine, "GET /collections/a/shards").model_fields_set == set()
    params = say(engine, "GET /collections/a").config.params
    assert (params.shard_number, params.replication_factor) == (3, 2)


def test_custom_sharding_is_accepted_and_has_no_shards(engine, say):
    say(engine, "PUT /collections/a", CUSTOM)
    with pytest.raises(BadRequest, match="no shard key"):
        say(engine, "PUT /collections/a/points", POINTS)
    assert say(engine, "POST /collections/a/points/scroll", {}).points == []
    assert say(engine, "POST /collections/a/points/count", {}).count == 0
    assert say(engine, "POST /collections/a/points", {"ids": [1]}) == []
    assert say(engine, "POST /collections/a/points/query", {"query": [1, 2]}).points == []
    answer = say(engine, "PUT /collections/a/index?wait=true", {"field_name": "k", "field_schema": "keyword"})
    assert answer == models.UpdateResult(status=models.UpdateStatus.ACKNOWLEDGED)
    info = say(engine, "GET /collections/a")
    assert info.segments_count == 0
    assert set(info.payload_schema) == {"k"}
    assert say(engine, "GET /collections/a/shards").shard_keys == []
    assert say(engine, "GET /collections/a/cluster").local_shards == []


@pytest.mark.parametrize("create", [PLAIN, CUSTOM])
def test_shard_keys_that_there_are_not(engine, say, create):
    say(engine, "PUT /collections/a", create)
    writes = (("PUT /collections/a/points", POINTS), ("POST /collections/a/points/delete", {"points": [1]}))
    reads = (
        ("POST /collections/a/points/scroll", {}),
        ("POST /collections/a/points/count", {}),
        ("POST /collections/a/points", {"ids": [1]}),
        ("POST /collections/a/points/query", {"query": [1, 2]}),
    )
    for line, body in (*writes, *reads):
        for key in ("k", 5, ["k"]):
            with pytest.raises(BadRequest):
                say(engine, line, {**body, "shard_key": key})
        with pytest.raises(NotFound):
            say(engine, line, {**body, "shard_key": {"target": "a", "fallback": "b"}})
    for line, body in writes:
        with pytest.raises(BadRequest):
            say(engine, line, {**body, "shard_key": []})
    for line, body in reads:
        say(engine, line, {**body, "shard_key": []})


def test_only_so_many_shards_can_be_remembered(engine, say):
    say(engine, "PUT /collections/a", {**PLAIN, "shard_number": 1000})
    assert say(engine, "GET /collections/a/cluster").shard_count == 1000
    with pytest.raises(ValidationFailed):
        say(engine, "PUT /collections/b", {**PLAIN, "shard_number": 1001})
