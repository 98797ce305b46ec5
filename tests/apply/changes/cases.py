"""One change, at least, of everything that can be declared: what was there, what is wanted, and what it has to take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qschema.planner.change_table import ROWS, Takes
from qschema.planner.steps.effects import Undo
from tests.planner.settings import DENSE, SETTINGS, Setting

Spec = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A change.

    Attributes:
        row: The row of the table of facts.
        name: What tells it from other cases of the row.
        before: The declaration that was applied.
        after: The declaration that is to be.
        signs: What the plan's items wear.
        steps: The kinds of the plan's steps.
        undo: How the least reversible of the steps is taken back.
    """

    row: str
    name: str
    before: Spec
    after: Spec
    signs: tuple[str, ...]
    steps: tuple[str, ...]
    undo: Undo = Undo.LOSSLESS

    @property
    def collection(self) -> str:
        return "".join(c if c.isalnum() else "-" for c in f"{self.row}-{self.name}").strip("-")


UPDATE, INDEX = ("update_collection",), ("create_index",)
ANEW = ("delete_collection", "create_collection")
COPY = ("create_collection", "copy_points", "verify_copy", "shadow_collection")
COPY_SIGNS = ("+", "-/+", "-/+", "~")
REFILL = ("delete_vector", "create_vector")

FOR_EVER = {
    "hnsw_config.payload_m",
    "optimizers_config.max_segment_size",
    "optimizers_config.memmap_threshold",
    "read_fan_out_factor",
    "read_fan_out_delay_ms",
}
"""Settings that were unset, have no word that unsets them, and no value that stands for being unset."""

TAKES = {row.path: row.takes for row in ROWS}


def row_of(setting: Setting) -> str:
    return ".".join(key for key in setting.path if key != "*")


def _setting(setting: Setting) -> Case:
    row = row_of(setting)
    before, after = setting.declaration(setting.before), setting.declaration(setting.after)
    if TAKES[setting.path] is not Takes.REPLACE:
        limit = row.startswith("strict_mode_config.") and row != "strict_mode_config.enabled"
        for_ever = row in FOR_EVER or (limit and setting.before is None)
        return Case(row, "", before, after, ("~",), UPDATE, Undo.NONE if for_ever else Undo.LOSSLESS)
    if setting.path[0] != "vectors" and row != "sharding_method":
        return Case(row, "", before, after, COPY_SIGNS, COPY)
    sign, steps = ("±", REFILL) if setting.path[0] == "vectors" else ("-/+", ANEW)
    return Case(row, "", before, after, (sign,), steps, Undo.SNAPSHOT)


def dense(**more: Any) -> Spec:
    return {"vectors": {"v": {**DENSE, **more}}}


V = dense()
W = {"sparse_vectors": {"w": {}}}
BOTH = {"vectors": {"v": DENSE, "u": DENSE}}

VECTORS = [
    Case("vectors (unnamed vs named shape)", "", V, {"vectors": DENSE}, COPY_SIGNS, COPY),
    Case("vectors (unnamed vs named shape)", "size", {"vectors": DENSE}, {"vectors": {**DENSE, "size": 8}}, ("-/+",),
         ANEW, Undo.SNAPSHOT),
    Case("vectors.{name} (add)", "", V, BOTH, ("+",), ("create_vector",)),
    Case("vectors.{name} (add)", "with what is patched", V, {"vectors": {"v": DENSE, "u": {**DENSE, "on_disk": True}}},
         ("+",), ("create_vector", "update_collection")),
    Case("vectors.{name} (drop)", "", BOTH, V, ("-",), ("delete_vector",), Undo.SNAPSHOT),
    Case("vectors.{name} (rename)", "", V, {"vectors": {"u": DENSE}}, ("-", "+"), REFILL, Undo.SNAPSHOT),
    Case("sparse_vectors.{name} (add/drop)", "add", V, {**V, **W}, ("+",), ("create_vector",)),
    Case("sparse_vectors.{name} (add/drop)", "drop", {**V, **W}, V, ("-",), ("delete_vector",), Undo.SNAPSHOT),
    Case("sparse_vectors.{name} (add/drop)", "turned", BOTH, {**V, "sparse_vectors": {"u": {}}}, ("-", "+"), REFILL,
         Undo.SNAPSHOT),
    Case("vectors.hnsw_config", "unset before", V, dense(hnsw_config={"m": 8}), ("~",), UPDATE),
    Case("vectors.quantization_config", "unset before", V, dense(quantization_config={"binary": {}}), ("~",), UPDATE),
]  # fmt: skip


def _quantization(kind: str, before: Spec | None, after: Spec, name: str) -> Case:
    there = {} if before is None else {"quantization_config": {kind: before}}
    return Case(
        f"quantization.{kind}", name, {**V, **there}, {**V, "quantization_config": {kind: after}}, ("~",), UPDATE
    )


INT8, X4 = {"type": "int8"}, {"compression": "x4"}

QUANTIZATION = [
    _quantization("scalar", None, INT8, "on"),
    _quantization("scalar", INT8, {**INT8, "quantile": 0.9}, "quantile"),
    _quantization("scalar", INT8, {**INT8, "always_ram": True}, "always_ram"),
    _quantization("scalar", INT8, {**INT8, "memory": "pinned"}, "memory"),
    _quantization("product", None, X4, "on"),
    _quantization("product", X4, {"compression": "x64"}, "compression"),
    _quantization("product", X4, {**X4, "always_ram": True}, "always_ram"),
    _quantization("product", X4, {**X4, "memory": "cold"}, "memory"),
    _quantization("binary", None, {}, "on"),
    _quantization("binary", {}, {"encoding": "two_bits"}, "encoding"),
    _quantization("binary", {}, {"query_encoding": "scalar8bits"}, "query_encoding"),
    _quantization("binary", {}, {"always_ram": True}, "always_ram"),
    _quantization("binary", {}, {"memory": "cached"}, "memory"),
    _quantization("turbo", None, {}, "on"),
    _quantization("turbo", {}, {"bits": "bits2"}, "bits"),
    _quantization("turbo", {}, {"always_ram": True}, "always_ram"),
    _quantization("turbo", {}, {"memory": "pinned"}, "memory"),
]

PLACED: Spec = {"on_disk": True, "memory": "cold", "enable_hnsw": False}
INDEXES: dict[str, Spec] = {
    "keyword": {**PLACED, "is_tenant": True, "prefix": True},
    "integer": {**PLACED, "is_principal": True, "lookup": False, "range": False},
    "float": {**PLACED, "is_principal": True},
    "geo": PLACED,
    "datetime": {**PLACED, "is_principal": True},
    "uuid": {**PLACED, "is_tenant": True},
    "bool": PLACED,
    "text": {
        **PLACED,
        "tokenizer": "whitespace",
        "min_token_len": 2,
        "max_token_len": 20,
        "lowercase": False,
        "ascii_folding": True,
        "phrase_matching": True,
        "stopwords": "english",
        "stemmer": {"type": "snowball", "language": "english"},
    },
}
"""Each type of payload index, and a value other than the default for each of its options."""


def index(**params: Any) -> Spec:
    return {**V, "payload_indexes": {"f": params}}


def _indexes() -> Iterator[Case]:
    for kind, options in INDEXES.items():
        row = f"payload_index.{kind}"
        other = "keyword" if kind != "keyword" else "uuid"
        yield Case(row, "add", V, index(type=kind), ("+",), INDEX)
        yield Case(row, "drop", index(type=kind), V, ("-",), ("delete_index",))
        yield Case(row, "another type", index(type=other), index(type=kind), ("~",), INDEX)
        for option, value in options.items():
            yield Case(row, option, index(type=kind), index(type=kind, **{option: value}), ("~",), INDEX)
    full = {"strict_mode_config": {"enabled": True, "max_payload_index_count": 1}}
    yield Case("payload_index.keyword", "replaced where strict mode allows no more", {**index(type="uuid"), **full},
               {**index(type="keyword"), **full}, ("~",), INDEX)  # fmt: skip


ALIASES = [
    Case("aliases", "set", V, {**V, "aliases": ["an-alias"]}, ("+",), ("set_alias",)),
    Case("aliases", "deleted", {**V, "aliases": ["another-alias"]}, V, ("-",), ("delete_alias",)),
    Case(
        "metadata", "added and removed", {**V, "metadata": {"a": 1}}, {**V, "metadata": {"b": [None]}}, ("~",), UPDATE
    ),
]

CASES: tuple[Case, ...] = (*map(_setting, SETTINGS), *VECTORS, *QUANTIZATION, *_indexes(), *ALIASES)
"""All of them but those that a single node, or 1.19, can't carry out."""

REFUSED_ROWS = {"init_from": "removed in 1.16", "shard_keys": "only a cluster has them"}
"""Rows that no single node carries out."""
