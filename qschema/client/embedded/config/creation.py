"""From the body of a create call to the configuration that a server stores.

Defaults are those of a server 1.19.0 without settings of its own (lib/collection/src/config.rs, config/config.yaml).
"""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.config.metadata import storable
from qschema.client.embedded.config.plain import Json, plain
from qschema.client.embedded.config.quantization import rounded
from qschema.client.embedded.config.vectors import is_unnamed

HNSW: Json = {
    "m": 16,
    "ef_construct": 100,
    "full_scan_threshold": 10000,
    "max_indexing_threads": 0,
    "on_disk": False,
}
OPTIMIZERS: Json = {
    "deleted_threshold": 0.2,
    "vacuum_min_vector_number": 1000,
    "default_segment_number": 0,
    "max_segment_size": None,
    "memmap_threshold": None,
    "indexing_threshold": 10000,
    "flush_interval_sec": 5,
    "max_optimization_threads": None,
    "prevent_unoptimized": None,
}
WAL: Json = {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1}
PARAMS: Json = {"shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1, "on_disk_payload": True}
_ECHOED = ("sharding_method", "payload")
"""Parameters that read back only where they were given."""


def created(body: models.CreateCollection) -> Json:
    """Return the configuration of a new collection."""
    said = plain(body)
    params: Json = {"vectors": vectors_of(said.get("vectors", {}))}
    params |= {name: said.get(name, default) for name, default in PARAMS.items()}
    params |= {name: said[name] for name in _ECHOED if name in said}
    if "sparse_vectors" in said:
        params["sparse_vectors"] = dict(sorted(said["sparse_vectors"].items()))
    config: Json = {
        "params": params,
        "hnsw_config": HNSW | said.get("hnsw_config", {}),
        "optimizer_config": OPTIMIZERS | optimizers_of(said.get("optimizers_config", {})),
        "wal_config": WAL | said.get("wal_config", {}),
        "quantization_config": rounded(said.get("quantization_config")),
    }
    if "strict_mode_config" in said:
        config["strict_mode_config"] = said["strict_mode_config"]
    if "metadata" in said:
        config["metadata"] = storable(said["metadata"])
    return config


def vectors_of(said: Json) -> Json:
    """Return dense vectors as they read back: named ones in the order of their names."""
    if is_unnamed(said):
        return vector_of(said)
    return {name: vector_of(vector) for name, vector in sorted(said.items())}


def vector_of(said: Json) -> Json:
    """Return one dense vector as it reads back: an override that overrides nothing isn't shown."""
    vector = {name: value for name, value in said.items() if not (name == "hnsw_config" and value == {})}
    if "quantization_config" in vector:
        vector["quantization_config"] = rounded(vector["quantization_config"])
    return vector


def optimizers_of(said: Json) -> Json:
    """Return settings of the optimisers as they read back: the word `auto` resets the number of threads."""
    threads: Any = said.get("max_optimization_threads")
    return {**said, "max_optimization_threads": None} if threads == "auto" else said
