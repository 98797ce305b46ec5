from __future__ import annotations

import pytest

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


COPIED = {**SHARDED, "lifecycle": {"replace": "blue_green"}}


def test_a_copy_has_them_all_before_points_come(planning, steps):
    planning.peers = {"1": "1.19.0"}
    planning.has("places", {**SHARDED, "shard_keys": [NORTH, {"shard_key": "by-hand", "shards_number": 2}]})
    planning.had_applied("places", {**COPIED, "shard_keys": [NORTH]})
    plan = planning.plan({"places": {**COPIED, "shard_keys": [NORTH, SOUTH], "shard_number": 2}})
    assert [one for one in steps(plan) if one[0] in ("create_collection", "create_shard_key", "copy_points")] == [
        ("create_collection", "places"),
        ("create_shard_key", "places/shard_keys/north"),
        ("create_shard_key", "places/shard_keys/7"),
        ("create_shard_key", "places/shard_keys/by-hand"),
        ("copy_points", "places"),
    ]
    made = [step for step in plan.steps if step.kind == "create_shard_key"]
    assert {step.collection for step in made} == {"places__g2"}
    assert [step.params for step in made] == [NORTH, SOUTH, {"shard_key": "by-hand", "shards_number": 2}]
    ignoring = {**COPIED, "shard_number": 2, "lifecycle": {"replace": "blue_green", "ignore_changes": ["shard_keys"]}}
    del ignoring["sharding_method"]  # nobody declares any of it
    plan = planning.plan({"places": ignoring})
    assert [a for kind, a in steps(plan) if kind == "create_shard_key"] == [
        "places/shard_keys/north",
        "places/shard_keys/by-hand",
    ]
    assert next(step for step in plan.steps if step.kind == "create_collection").body["sharding_method"] == "custom"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"sharding_method": "auto"}, {"shard_keys": [NORTH]}, "which shard key each point would get"),
        ({"shard_keys": [NORTH]}, {"sharding_method": "auto"}, "under several shard keys"),
        (
            {"shard_keys": [NORTH, SOUTH]},
            {"shard_keys": [NORTH], "shard_number": 2},
            "first apply without shard_keys 7",
        ),
    ],
    ids=["to custom", "to auto", "a key less"],
)
def test_a_copy_leaves_no_point_without_its_key(planning, before, after, why):
    planning.peers = {"1": "1.19.0"}
    planning.has("places", {**SHARDED, **before})
    planning.had_applied("places", {**COPIED, **before})
    assert [why in change.reason for change in planning.plan({"places": {**COPIED, **after}}).impossible] == [True]
