from __future__ import annotations

from qschema.planner.compare import covers, differences, whole_value


def test_what_is_not_said_is_not_compared():
    live = {"hnsw_config": {"m": 16, "ef_construct": 100}, "shard_number": 1}
    assert not list(differences({}, live))
    assert not list(differences({"hnsw_config": {"m": 16}}, live))


def test_a_setting_that_differs_is_told_with_its_path():
    (found,) = differences({"hnsw_config": {"m": 24}}, {"hnsw_config": {"m": 16}})
    assert (found.path, found.before, found.after) == (("hnsw_config", "m"), 16, 24)


def test_quantization_is_compared_and_sent_whole():
    live = {"quantization_config": {"scalar": {"type": "int8", "quantile": 0.99}}}
    assert not list(differences({"quantization_config": {"scalar": {"type": "int8"}}}, live))
    (found,) = differences({"quantization_config": {"scalar": {"type": "int8", "always_ram": True}}}, live)
    assert found.after == {"scalar": {"type": "int8", "quantile": 0.99, "always_ram": True}}
    (found,) = differences({"quantization_config": {"binary": {}}}, live)
    assert found.after == {"binary": {}}


def test_disabled_quantization_is_its_absence():
    assert not list(differences({"quantization_config": "Disabled"}, {}))
    assert list(differences({"quantization_config": "Disabled"}, {"quantization_config": {"binary": {}}}))


def test_implied_values_are_no_difference():
    declared = {
        "vectors": {"a": {"datatype": "float32"}},
        "sparse_vectors": {"s": {"modifier": "none"}},
        "optimizers_config": {"max_optimization_threads": "auto"},
        "sharding_method": "auto",
    }
    assert not list(differences(declared, {"vectors": {"a": {"size": 4}}, "sparse_vectors": {"s": {}}}))


def test_a_whole_value_never_holds_both_ways_of_placing():
    merged = whole_value(
        {"scalar": {"type": "int8", "always_ram": True}}, {"scalar": {"type": "int8", "memory": "cold"}}
    )
    assert merged == {"scalar": {"type": "int8", "memory": "cold"}}


def test_covers_looks_only_at_what_is_wanted():
    assert covers({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3})
    assert not covers({"a": {"b": 1}}, {"a": 1})
