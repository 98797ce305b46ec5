"""What an environment overrides today counts in earlier declarations too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.migrations.environment import carried_over, in_environment
from tests.migrations.folder import said, schema_of

plain = st.recursive(st.integers(0, 3), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3))

TODAY = {"vectors": {"text": {"size": 8, "distance": "Cosine", "on_disk": False}}, "hnsw_config": {"m": 24}}
THERE = {
    "vectors": {"text": {"size": 8, "distance": "Cosine", "on_disk": True}},
    "hnsw_config": {"m": 48},
    "replication_factor": 3,
}


@given(plain, plain)
def test_what_is_as_today_becomes_what_is_there(base, here):
    assert carried_over(base, base, here) == here


@given(plain, plain)
def test_without_a_difference_nothing_changes(earlier, base):
    assert carried_over(earlier, base, base) == earlier


@given(plain, plain, plain)
def test_it_holds_once_it_is_carried_over(earlier, base, here):
    once = carried_over(earlier, base, here)
    assert carried_over(once, base, here) == once


def test_only_what_is_said_by_then_is_overridden():
    earlier = {"vectors": {"text": {"size": 4, "distance": "Dot", "on_disk": False}}, "on_disk_payload": True}
    assert carried_over(earlier, TODAY, THERE) == {
        "vectors": {"text": {"size": 4, "distance": "Dot", "on_disk": True}},
        "on_disk_payload": True,
        "replication_factor": 3,
    }


def test_a_vector_that_came_later_is_not_made_by_what_overrides_it():
    assert carried_over({"vectors": {}}, TODAY, THERE)["vectors"] == {}


def test_what_does_not_go_with_what_was_said_then_waits_until_it_does():
    base, here = ({"articles": {"quantization_config": {kind: {}}}} for kind in ("binary", "turbo"))
    here["articles"]["quantization_config"] = {"scalar": {"type": "int8"}}
    earlier = {"articles": {"quantization_config": {"product": {"compression": "x4"}}}}
    found = in_environment(schema_of(earlier).collections, schema_of(base), schema_of(here))
    assert said(found.collections) == earlier


def test_a_whole_declaration_is_carried_over_by_collection():
    earlier = {"articles": {"hnsw_config": {"m": 16}}, "gone": {"on_disk_payload": True}}
    base, here = schema_of({"articles": TODAY, "new": {}}), schema_of({"articles": THERE, "new": {"shard_number": 2}})
    assert said(in_environment(schema_of(earlier).collections, base, here).collections) == {
        "articles": {"hnsw_config": {"m": 48}, "replication_factor": 3},
        "gone": {"on_disk_payload": True},
    }
    assert in_environment(base.collections, base, here).collections == here.collections
