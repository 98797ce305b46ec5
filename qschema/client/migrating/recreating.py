"""How a collection that one instance reports is created on another one."""

from __future__ import annotations

from typing import Any

from qschema.client import models


def creation(config: models.CollectionConfig) -> dict[str, Any]:
    """Return the arguments of `create_collection` for a collection with these settings.

    Strict mode isn't among them: its limits would hold for the copying as well, see `later`.
    """
    params = config.params
    given = {
        "vectors_config": params.vectors or {},
        "sparse_vectors_config": params.sparse_vectors,
        "shard_number": params.shard_number,
        "sharding_method": params.sharding_method,
        "replication_factor": params.replication_factor,
        "write_consistency_factor": params.write_consistency_factor,
        "on_disk_payload": None if params.payload else params.on_disk_payload,
        "payload": params.payload,
        "id_tracker": params.id_tracker,
        "hnsw_config": _as(models.HnswConfigDiff, config.hnsw_config),
        "optimizers_config": _as(models.OptimizersConfigDiff, config.optimizer_config),
        "wal_config": _as(models.WalConfigDiff, config.wal_config),
        "quantization_config": config.quantization_config,
        "metadata": config.metadata,
    }
    return {name: value for name, value in given.items() if value is not None}


def later(config: models.CollectionConfig) -> dict[str, Any]:
    """Return the arguments of `update_collection` for what is set once all points are there; empty for nothing."""
    params = config.params
    fan_out = {
        name: value
        for name in ("read_fan_out_factor", "read_fan_out_delay_ms")
        if (value := getattr(params, name)) is not None
    }
    given = {
        "collection_params": models.CollectionParamsDiff(**fan_out) if fan_out else None,
        "strict_mode_config": _as(models.StrictModeConfig, config.strict_mode_config),
    }
    return {name: value for name, value in given.items() if value is not None}


def indexes(info: models.CollectionInfo) -> dict[str, Any]:
    """Return the payload indexes, in the form in which `create_payload_index` takes them, by field."""
    return {field: index.params or index.data_type for field, index in info.payload_schema.items()}


def page_size(wanted: int, config: models.CollectionConfig) -> int:
    """Return how many points may be written at a time to a collection whose strict mode is in force already."""
    strict = config.strict_mode_config
    most = strict.upsert_max_batchsize if strict and strict.enabled else None
    return min(wanted, most) if most else wanted


def same_vectors(one: models.CollectionConfig, other: models.CollectionConfig) -> bool:
    """Whether the points of one collection fit the other: the same vectors by name, length and distance."""
    return _shape(one.params) == _shape(other.params)


def _shape(params: models.CollectionParams) -> tuple[dict[str, Any], set[str]]:
    vectors = params.vectors or {}
    by_name = {"": vectors} if isinstance(vectors, models.VectorParams) else vectors
    dense = {name: (one.size, one.distance, one.multivector_config) for name, one in by_name.items()}
    return dense, set(params.sparse_vectors or {})


def _as(kind: type[Any], reported: Any) -> Any:
    """Return reported settings as those that are sent, which have the same names."""
    if reported is None:
        return None
    known = {name: value for name, value in reported if name in kind.model_fields and value is not None}
    return kind(**known) if known else None
