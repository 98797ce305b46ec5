"""The file that tells the engine how a shard is configured, written from a collection's configuration.

The engine reads `edge_config.json` when it opens a shard, and creates the first segment by it if there is none
(qdrant-edge-py 0.9.0). Its fields carry the API's names. Written by hand it can say what the engine's own
`load(path, config)` can't: no vectors at all, and no quantization any more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qschema.client import models
from qschema.client.embedded.files import Files, read_document
from qschema.client.embedded.shard.modifiers import write_modifiers

NAME = "edge_config.json"

# One thread for each shard's searches: it has few segments, and many open shards would else make threads by the dozen.
_SEARCH_THREADS = 1

_OPTIMIZERS = (
    "deleted_threshold",
    "vacuum_min_vector_number",
    "default_segment_number",
    "max_segment_size",
    "indexing_threshold",
)


def settings_of(config: models.CollectionConfig) -> dict[str, Any]:
    """Return the engine's settings for a collection's configuration."""
    dumped = config.model_dump(mode="json", exclude_none=True)
    params = dumped["params"]
    vectors = params.get("vectors") or {}
    if isinstance(config.params.vectors, models.VectorParams):
        vectors = {"": vectors}
    hnsw = {"max_indexing_threads": 0, **dumped["hnsw_config"]}
    settings: dict[str, Any] = _without_none(
        {
            "vectors": {name: _dense(vector, hnsw) for name, vector in vectors.items()},
            "sparse_vectors": {name: _sparse(vector) for name, vector in (params.get("sparse_vectors") or {}).items()},
            "on_disk_payload": params.get("on_disk_payload"),
            "payload_memory": (params.get("payload") or {}).get("memory"),
            "hnsw_config": hnsw,
            "quantization_config": dumped.get("quantization_config"),
            "optimizers": {key: dumped["optimizer_config"].get(key) for key in _OPTIMIZERS},
            "max_search_threads": _SEARCH_THREADS,
        }
    )
    return settings


def has_settings(folder: Path) -> bool:
    """Return whether a shard was created in a folder."""
    return (folder / NAME).exists()


def read_settings(folder: Path) -> dict[str, Any]:
    """Return the settings in a shard's folder."""
    settings: dict[str, Any] = _without_none(read_document(folder / NAME))
    return settings


def write_settings(folder: Path, settings: dict[str, Any]) -> None:
    """Put settings into a shard's folder, which must not be open."""
    Files(durable=True).write(folder / NAME, settings)
    write_modifiers(folder, settings["sparse_vectors"])


def _dense(vector: dict[str, Any], hnsw: dict[str, Any]) -> dict[str, Any]:
    """A vector's own HNSW settings count field by field, but the engine takes only whole ones."""
    own = vector.get("hnsw_config")
    return vector if own is None else {**vector, "hnsw_config": {**hnsw, **own}}


def _sparse(vector: dict[str, Any]) -> dict[str, Any]:
    modifier = vector.get("modifier")
    return {**vector.get("index", {}), **({"modifier": modifier} if modifier and modifier != "none" else {})}


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return value
