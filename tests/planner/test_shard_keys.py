from __future__ import annotations

SHARDED = {"vectors": {"v": {"size": 4, "distance": "Dot"}}, "sharding_method": "custom"}
NORTH, SOUTH = {"shard_key": "north", "shards_number": 1}, {"shard_key": 7}


def test_on_a_single_node_they_are_impossible(planning):
    plan = planning.plan({"places": {**SHARDED, "shard_keys": [NORTH]}})
    assert [change.address for change in plan.impossible] == ["places/shard_keys/north"]
    assert "only a cluster" in plan.impossible[0].reason


def test_they_are_created_with_the_collection_before_its_indexes(planning, steps):
    planning.peers = {"1": "1.19.0"}
    plan = planning.plan(
        {"places": {**SHARDED, "shard_keys": [NORTH, SOUTH], "payload_indexes": {"a": {"type": "geo"}}}}
    )
    assert steps(plan) == [
        ("create_collection", "places"),
        ("create_shard_key", "places/shard_keys/north"),
        ("create_shard_key", "places/shard_keys/7"),
        ("create_index", "places/payload_indexes/a"),
    ]
    assert not plan.warnings


def test_they_come_and_go_as_members(planning, steps):
    planning.peers = {"1": "1.19.0"}
    planning.has("places", {**SHARDED, "shard_keys": [NORTH, SOUTH, {"shard_key": "by-hand"}]})
    planning.had_applied("places", {**SHARDED, "shard_keys": [NORTH, SOUTH]})
    plan = planning.plan({"places": {**SHARDED, "shard_keys": [NORTH, {"shard_key": "west"}]}})
    assert steps(plan) == [
        ("delete_shard_key", "places/shard_keys/7"),
        ("create_shard_key", "places/shard_keys/west"),
    ]
    assert [step.address for step in plan.refused] == ["places/shard_keys/7"]
    assert plan.unmanaged == ("places/shard_keys/by-hand",)
    replaced = planning.plan({"places": {**SHARDED, "shard_keys": [NORTH], "shard_number": 2}})
    assert [a for kind, a in steps(replaced) if kind == "create_shard_key"] == [
        "places/shard_keys/north",
        "places/shard_keys/by-hand",
    ]
