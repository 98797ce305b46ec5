"""Keys that are no keys: those that people write by mistake."""

from __future__ import annotations

HINTS: dict[str, dict[str, str]] = {
    "CollectionSpec": {
        "params": "its keys stand directly in the collection",
        "config": "its keys stand directly in the collection; optimizer_config is optimizers_config",
        "payload_schema": "write payload_indexes: {FIELD: TYPE}",
        "indexes": "write payload_indexes: {FIELD: TYPE}",
        "fields": "write payload_indexes: {FIELD: TYPE}",
        "init_from": "leave it out: Qdrant 1.16 took it away",
        "name": "leave it out: the key above is the name",
        "size": "a vector's size stands in vectors: {size: …} or vectors: {NAME: {size: …}}",
        "distance": "a vector's distance stands in vectors: {distance: …} or vectors: {NAME: {distance: …}}",
        "prevent_destroy": "write lifecycle: {prevent_destroy: true}",
        "ignore_changes": "write lifecycle: {ignore_changes: [PATH]}",
        "embed": "it stands in a vector: vectors: {NAME: {embed: {model: …, from: FIELD}}}",
        "shard_key": "write shard_keys: [KEY]",
        "previous_name": "write renamed_from: NAME",
    },
    "VectorSpec": {"modifier": "only sparse vectors have one: declare it in sparse_vectors"},
    "SparseVectorSpec": {
        "on_disk": "write index: {on_disk: …}",
        "memory": "write index: {memory: …}",
        "datatype": "write index: {datatype: …}",
        "full_scan_threshold": "write index: {full_scan_threshold: …}",
        "size": "leave it out: a sparse vector has no size",
        "distance": "leave it out: sparse vectors are compared by their dot product",
    },
}
"""Type → key → what to write."""
