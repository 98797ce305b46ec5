from __future__ import annotations

from typing import Any

import pytest

from qschema.client.gate_table import FIELDS, VALUES
from qschema.client.models import PayloadSchemaParams
from qschema.planner.change import ChangeClass

NOT_DECLARED = ("DenseVectorConfig", "SparseVectorConfig", "VectorStorageDatatype")
"""Types of calls that the planner chooses; it knows itself when it may."""

DENSE = {"size": 4, "distance": "Cosine"}
COPY = ["create_collection", "copy_points", "verify_copy", "shadow_collection"]


def index(**params: Any) -> dict[str, Any]:
    return {"payload_indexes": {"f": params}}


def vector(**params: Any) -> dict[str, Any]:
    return {"vectors": {"v": {**DENSE, **params}}}


INDEXES = {"Bool": "bool", "Datetime": "datetime", "Float": "float", "Geo": "geo", "Integer": "integer",
           "Keyword": "keyword", "Text": "text", "Uuid": "uuid"}  # fmt: skip

DECLARED: dict[tuple[str, str], tuple[dict[str, Any], str]] = {
    **{
        (f"{model}IndexParams", option): (index(type=name, **{option: value}), f"payload_indexes/f/{option}")
        for model, name in INDEXES.items()
        for option, value in (("enable_hnsw", False), ("memory", "cold"), ("nested", "g[]"))
    },
    ("KeywordIndexParams", "prefix"): (index(type="keyword", prefix=True), "payload_indexes/f/prefix"),
    ("TextIndexParams", "scoring"): (index(type="text", scoring={"type": "bm25"}), "payload_indexes/f/scoring"),
    ("DisabledStemmerParams", "type"): (index(type="text", stemmer={"type": "none"}), "payload_indexes/f/stemmer/type"),
    ("TokenizerType", "code"): (index(type="text", tokenizer="code"), "payload_indexes/f/tokenizer"),
    **{
        (model, "memory"): ({"quantization_config": {kind: {**needed, "memory": "pinned"}}}, f"{path}/memory")
        for model, kind, needed in (
            ("BinaryQuantizationConfig", "binary", {}),
            ("ProductQuantizationConfig", "product", {"compression": "x4"}),
            ("ScalarQuantizationConfig", "scalar", {"type": "int8"}),
        )
        for path in (f"quantization_config/{kind}",)
    },
    **{
        key: ({"quantization_config": {"turbo": {"bits": "bits2"}}}, "quantization_config/turbo")
        for key in (("TurboQuantization", "turbo"), ("TurboQuantQuantizationConfig", "bits"))
    },
    ("TurboQuantQuantizationConfig", "always_ram"): (
        {"quantization_config": {"turbo": {"always_ram": True}}}, "quantization_config/turbo"),
    ("TurboQuantQuantizationConfig", "memory"): (
        {"quantization_config": {"turbo": {"memory": "pinned"}}}, "quantization_config/turbo/memory"),
    **{
        ("TurboQuantBitSize", bits): ({"quantization_config": {"turbo": {"bits": bits}}}, "quantization_config/turbo")
        for bits in ("bits1", "bits1_5", "bits2", "bits4")
    },
    ("TurboQuantBitSize", "bits8"): (
        {"quantization_config": {"turbo": {"bits": "bits8"}}}, "quantization_config/turbo/bits"),
    **{("Datatype", name): (vector(datatype=name), "vectors/v/datatype") for name in ("turbo4", "turbo8", "turbo16")},
    ("VectorParams", "memory"): (vector(memory="cold"), "vectors/v/memory"),
    **{("Memory", tier): (vector(hnsw_config={"memory": tier}), "vectors/v/hnsw_config/memory")
       for tier in ("cold", "cached", "pinned")},
    ("HnswConfigDiff", "memory"): ({"hnsw_config": {"memory": "cold"}}, "hnsw_config/memory"),
    ("SparseIndexParams", "memory"): (
        {"sparse_vectors": {"w": {"index": {"memory": "cold"}}}}, "sparse_vectors/w/index/memory"),
    **{(model, "payload"): ({"payload": {"memory": "cold"}}, "payload")
       for model in ("CreateCollection", "CollectionParamsDiff")},
    ("PayloadStorageParams", "memory"): ({"payload": {"memory": "cold"}}, "payload"),
    **{(model, "id_tracker"): ({"id_tracker": {"memory": "cold"}}, "id_tracker")
       for model in ("CreateCollection", "CollectionParamsDiff")},
    ("CollectionParamsDiff", "read_fan_out_delay_ms"): ({"read_fan_out_delay_ms": 5}, "read_fan_out_delay_ms"),
    ("OptimizersConfigDiff", "prevent_unoptimized"): (
        {"optimizers_config": {"prevent_unoptimized": True}}, "optimizers_config/prevent_unoptimized"),
    ("StrictModeConfig", "search_max_batchsize"): (
        {"strict_mode_config": {"search_max_batchsize": 5}}, "strict_mode_config/search_max_batchsize"),
    ("StrictModeConfig", "max_resident_memory_percent"): (
        {"strict_mode_config": {"max_resident_memory_percent": 90}},
        "strict_mode_config/max_resident_memory_percent"),
    ("NoStemmer", "none"): (index(type="text", stemmer={"type": "none"}), "payload_indexes/f/stemmer/type"),
}  # fmt: skip
"""What is gated → a declaration that says it, and the address that the plan names."""

GATES = {key: first for key, first in {**FIELDS, **VALUES}.items() if key[0] not in NOT_DECLARED}


def test_every_gate_of_a_declaration_is_tried():
    assert sorted(DECLARED) == sorted(GATES)
    assert len(PayloadSchemaParams.__args__) == len(INDEXES)  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", sorted(GATES), ids=".".join)
def test_what_came_later_is_impossible_on_an_older_server_and_possible_from_then_on(planning, key):
    declared, address = DECLARED[key]
    major, minor = GATES[key]
    planning.version = f"{major}.{minor - 1}.9"
    plan = planning.plan({"articles": declared})
    assert f"articles/{address}" in [change.address for change in plan.impossible]
    assert not plan.steps
    assert all(change.kind is ChangeClass.IMPOSSIBLE and f"{major}." in change.reason for change in plan.changes)
    planning.version = f"{major}.{minor}.0"
    assert not planning.plan({"articles": declared}).impossible


@pytest.mark.parametrize(("version", "kinds"), [
    ("1.16.3", COPY),
    ("1.17.1", COPY),
    ("1.18.0", ["create_vector"]),
    ("1.19.0", ["create_vector"]),
    ("1.20.0", ["create_vector"]),
])  # fmt: skip
def test_a_vector_is_added_alone_where_the_server_can(planning, version, kinds):
    planning.version = version
    planning.has("articles", {"vectors": {"v": DENSE}})
    plan = planning.plan({"articles": {"vectors": {"v": DENSE, "new": DENSE}}})
    assert [step.kind for step in plan.steps] == kinds


def test_the_oldest_peer_of_a_cluster_decides(planning):
    planning.peers = {"1": "1.19.0", "2": "1.16.3", "3": None}
    (change,) = planning.plan({"articles": vector(memory="cold")}).impossible
    assert change.address == "articles/vectors/v/memory"
    assert "a peer of the cluster is 1.16" in change.reason
    planning.has("articles", {"vectors": {"v": DENSE}})
    plan = planning.plan({"articles": {"vectors": {"v": DENSE, "new": DENSE}}})
    assert [step.kind for step in plan.steps] == COPY
    planning.peers = {"1": "1.19.0", "2": "1.15.9"}
    assert "A peer of this cluster is older" in planning.plan({}).notes[0]


def test_a_peer_of_another_version_makes_a_plan_stale(planning):
    before = planning.plan({}).live
    planning.peers = {"1": "1.19.0", "2": "1.18.2"}
    assert planning.plan({}).live != before
