"""Keys that are no keys: those that a later version will have, and those that people write by mistake."""

from __future__ import annotations

LATER: dict[str, dict[str, str]] = {
    "CollectionSpec": {
        "embed": "embedding models will be declared in a later version",
        "renamed_from": "renaming a collection without losing it comes in a later version",
        "shard_keys": "shard keys will be managed in a later version",
    },
    "VectorParams": {"embed": "embedding models will be declared in a later version"},
    "Lifecycle": {
        "replace": "ways to replace a collection other than delete and create come in a later version",
        "ignore_changes": "it comes in a later version; a setting that is left out is ignored already",
    },
}
"""Type → key → why it isn't there yet."""

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
    },
    "VectorParams": {"modifier": "only sparse vectors have one: declare it in sparse_vectors"},
    "SparseVectorParams": {
        "on_disk": "write index: {on_disk: …}",
        "memory": "write index: {memory: …}",
        "datatype": "write index: {datatype: …}",
        "full_scan_threshold": "write index: {full_scan_threshold: …}",
        "size": "leave it out: a sparse vector has no size",
        "distance": "leave it out: sparse vectors are compared by their dot product",
    },
}
"""Type → key → what to write."""
