"""Declarations as YAML that people like to read: short forms, short maps on one line, the same order every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.emitting import entry, scalar
from qschema.schema.shorter import shortened
from qschema.schema.spec import CollectionSpec, is_unnamed

ORDER = (
    "description",
    "owner",
    "renamed_from",
    "vectors",
    "sparse_vectors",
    "hnsw_config",
    "quantization_config",
    "optimizers_config",
    "wal_config",
    "on_disk_payload",
    "payload",
    "id_tracker",
    "shard_number",
    "sharding_method",
    "shard_keys",
    "replication_factor",
    "write_consistency_factor",
    "read_fan_out_factor",
    "read_fan_out_delay_ms",
    "strict_mode_config",
    "metadata",
    "payload_indexes",
    "aliases",
    "lifecycle",
)
"""The order of a declaration's keys: what it is, how vectors are searched, how it is kept, what is found beside it."""

MEMBERS = ("vectors", "sparse_vectors", "metadata", "payload_indexes")
"""Parts whose entries have names, and get a line each."""


def dump(collections: Mapping[str, CollectionSpec]) -> str:
    """Return declarations as the text of a schema file, which reads back to the same declarations.

    Args:
        collections: The declarations by name.
    """
    if not collections:
        return "collections: {}\n"
    lines = ["collections:"]
    for number, (name, spec) in enumerate(sorted(collections.items())):
        said = shortened(spec.as_json())
        parts = [line for key in ORDER if key in said for line in _part(key, said[key])]
        lines += [""] if number else []
        head = f"  {scalar(name)}:"
        lines += [head, *parts] if parts else [f"{head} {{}}"]
    return "\n".join(lines) + "\n"


def _part(key: str, value: Any) -> list[str]:
    named = key in MEMBERS and not (key == "vectors" and is_unnamed(value))
    if named:
        value = dict(sorted(value.items()))
    return [*entry(key, value, 2, opened=named)]
