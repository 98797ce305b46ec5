from __future__ import annotations

from dataclasses import replace

import pytest

from qschema.planner.cost.footprint import footprint
from qschema.planner.render_facts import duration, size

TEXT = {"size": 1000, "distance": "Cosine"}
GRAPH = 16 * 2 * 4


@pytest.mark.parametrize(
    ("params", "around", "raw", "quantized", "memory"),
    [
        ({}, {}, 4000, 0, 4000 + GRAPH),
        ({"datatype": "float16"}, {}, 2000, 0, 2000 + GRAPH),
        ({"datatype": "uint8", "on_disk": True}, {}, 1000, 0, GRAPH),
        ({"datatype": "turbo4"}, {}, 500, 0, 500 + GRAPH),
        ({}, {"quantization_config": {"scalar": {"type": "int8"}}}, 4000, 1000, 5000 + GRAPH),
        ({"on_disk": True}, {"quantization_config": {"scalar": {"type": "int8"}}}, 4000, 1000, GRAPH),
        (
            {"memory": "cold"},
            {"quantization_config": {"binary": {"encoding": "two_bits", "always_ram": True}}},
            4000,
            250,
            250 + GRAPH,
        ),
        ({"quantization_config": {"product": {"compression": "x32"}}}, {}, 4000, 125, 4125 + GRAPH),
        ({"quantization_config": {"turbo": {"bits": "bits2", "memory": "cold"}}}, {}, 4000, 250, 4000 + GRAPH),
        ({"quantization_config": "Disabled"}, {"quantization_config": {"binary": {}}}, 4000, 125, 4125 + GRAPH),
        ({}, {"hnsw_config": {"memory": "cold"}}, 4000, 0, 4000),
        ({"hnsw_config": {"m": 0}}, {}, 4000, 0, 4000),
        ({"hnsw_config": {"m": 0, "payload_m": 16}}, {"hnsw_config": {"m": 8}}, 4000, 0, 4000 + GRAPH),
    ],
)
def test_what_a_point_takes(params, around, raw, quantized, memory):
    found = footprint({"vectors": {"text": {**TEXT, **params}}, **around})
    assert (found.raw, found.quantized, found.memory) == (raw, quantized, memory)


def cost_of(planning, spec, declared, *, points=1_000_000, indexed=1_000_000, **said):
    planning.has("articles", spec, points=points)
    planning.collections["articles"] = replace(planning.collections["articles"], indexed=indexed)
    (step, *_) = planning.plan({"articles": declared}, **said).steps
    return step.cost


def test_quantization_costs_its_bytes_and_a_rebuild(planning):
    spec = {"vectors": {"text": TEXT}}
    cost = cost_of(planning, spec, {**spec, "quantization_config": {"scalar": {"type": "int8"}}})
    assert cost.points == 1_000_000
    assert cost.memory_delta == cost.disk_delta == 10**9
    assert cost.bytes_moved == 10**6 * (4000 + 1000 + GRAPH)
    assert cost.seconds > 1000
    assert "measured" in cost.basis or "Qdrant 1.19.0" in cost.basis


def test_to_move_vectors_to_disk_frees_memory_only(planning):
    spec = {"vectors": {"text": TEXT}}
    cost = cost_of(planning, spec, {"vectors": {"text": {**TEXT, "on_disk": True}}})
    assert (cost.memory_delta, cost.disk_delta) == (-4 * 10**9, 0)


def test_twice_the_links_take_longer_and_more_memory(planning):
    spec = {"vectors": {"text": TEXT}, "hnsw_config": {"m": 16}}
    once = cost_of(planning, spec, {**spec, "hnsw_config": {"m": 17}})
    twice = cost_of(planning, spec, {**spec, "hnsw_config": {"m": 32}})
    assert twice.seconds > 1.5 * once.seconds
    assert twice.memory_delta == 10**6 * GRAPH


def test_without_a_graph_segments_are_only_written_again(planning):
    spec = {"vectors": {"text": TEXT}}
    slow = cost_of(planning, spec, {**spec, "hnsw_config": {"m": 8}})
    fast = cost_of(planning, spec, {**spec, "hnsw_config": {"m": 8}}, indexed=0)
    payload = cost_of(planning, {**spec, "on_disk_payload": True}, {**spec, "on_disk_payload": False})
    assert fast.seconds == payload.seconds < slow.seconds / 10
    assert payload.memory_delta is None


def test_what_goes_frees_what_it_took(planning):
    spec = {"vectors": {"text": TEXT, "old": TEXT}}
    planning.had_applied("articles", spec)
    cost = cost_of(planning, spec, {"vectors": {"text": TEXT}})
    assert cost.memory_delta == cost.disk_delta == -(10**6) * (4000 + GRAPH)


def test_where_there_are_no_points_nothing_costs(planning):
    spec = {"vectors": {"text": TEXT}}
    assert cost_of(planning, spec, {**spec, "hnsw_config": {"m": 8}}, points=0) is None
    assert cost_of(planning, {**spec, "hnsw_config": {"max_indexing_threads": 0}}, {**spec, "hnsw_config": {"max_indexing_threads": 1}}) is None  # fmt: skip # noqa: E501


@pytest.mark.parametrize(("count", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 KB"), (9_949, "9.9 KB"),
                                             (9_950, "10 KB"), (999_499, "999 KB"),
                                             (1_500_000_000, "1.5 GB")])  # fmt: skip
def test_sizes(count, said):
    assert size(count) == said


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "less than a second"), (59, "about 59 s"), (90, "about 1.5 min"),
                                               (3000, "about 50 min"), (36000, "about 10 h")])  # fmt: skip
def test_durations(seconds, said):
    assert duration(seconds) == said


def test_what_is_filled_is_written_and_gets_a_graph(planning):
    embed = {"model": "app:embed", "from": ["title"]}
    declared = {"vectors": {"text": TEXT, "small": {"size": 8, "distance": "Dot", "embed": embed}}}
    declared["sparse_vectors"] = {"words": {"embed": {**embed, "model": "qdrant/bm25"}}}
    planning.has("articles", {"vectors": {"text": TEXT}}, points=1_000_000)
    costs = {step.name: step.cost for step in planning.plan({"articles": declared}).steps if step.kind == "fill_vector"}
    assert costs["words"].seconds == 100
    assert costs["small"].seconds > 100
    assert "graph" in costs["small"].scope
