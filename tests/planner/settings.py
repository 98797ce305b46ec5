"""One change of each setting that can be declared: the setting's row, what was there, and what is wanted instead."""

from __future__ import annotations

from typing import Any, NamedTuple

from qschema.planner.paths import put

DENSE = {"size": 4, "distance": "Cosine"}


class Setting(NamedTuple):
    """A path in a declaration (`*` stands for the vector `v`), a value before, and one after."""

    path: tuple[str, ...]
    before: Any
    after: Any

    def declaration(self, value: Any) -> dict[str, Any]:
        """Return a declaration of a dense and a sparse vector that gives the setting a value; None says nothing."""
        spec: dict[str, Any] = {"vectors": {"v": dict(DENSE)}, "sparse_vectors": {"w": {}}}
        if value is not None:
            put(spec, self.at, value)
        return spec

    @property
    def at(self) -> tuple[str, ...]:
        """The path with the name of the vector."""
        name = "w" if self.path[0] == "sparse_vectors" else "v"
        return tuple(name if key == "*" else key for key in self.path)


def _rows(part: str, **values: tuple[Any, Any]) -> list[Setting]:
    at = tuple(part.split("/")) if part else ()
    return [Setting((*at, key), before, after) for key, (before, after) in values.items()]


SETTINGS: list[Setting] = [
    *_rows(
        "vectors/*",
        size=(4, 8),
        distance=("Cosine", "Dot"),
        datatype=("float16", "uint8"),
        multivector_config=(None, {"comparator": "max_sim"}),
        hnsw_config=({"m": 8}, {"m": 24, "max_indexing_threads": 1}),
        quantization_config=({"binary": {}}, {"scalar": {"type": "int8", "quantile": 0.75}}),
        on_disk=(None, True),
        memory=("cached", "cold"),
    ),
    *_rows("sparse_vectors/*", modifier=("idf", "none")),
    *_rows(
        "sparse_vectors/*/index",
        full_scan_threshold=(None, 100),
        on_disk=(True, False),
        memory=("pinned", "cold"),
        datatype=(None, "float16"),
    ),
    *_rows(
        "hnsw_config",
        m=(16, 8),
        ef_construct=(100, 64),
        full_scan_threshold=(10000, 5000),
        max_indexing_threads=(0, 1),
        on_disk=(False, True),
        memory=("cached", "pinned"),
        payload_m=(None, 8),
        inline_storage=(None, True),
    ),
    *_rows(
        "optimizers_config",
        deleted_threshold=(0.2, 0.35),
        vacuum_min_vector_number=(1000, 500),
        default_segment_number=(0, 2),
        max_segment_size=(None, 50000),
        memmap_threshold=(None, 60000),
        indexing_threshold=(10000, 20000),
        flush_interval_sec=(5, 7),
        max_optimization_threads=(1, "auto"),
        prevent_unoptimized=(False, True),
    ),
    *_rows("wal_config", wal_capacity_mb=(32, 16), wal_segments_ahead=(0, 1), wal_retain_closed=(1, 2)),
    *_rows(
        "",
        quantization_config=({"product": {"compression": "x16"}}, "Disabled"),
        shard_number=(1, 2),
        sharding_method=("auto", "custom"),
        replication_factor=(1, 2),
        write_consistency_factor=(1, 2),
        read_fan_out_factor=(None, 2),
        read_fan_out_delay_ms=(None, 50),
        on_disk_payload=(True, False),
        metadata=({"team": "search"}, {"team": "library"}),
    ),
    *_rows("payload", memory=("cold", "cached")),
    *_rows(
        "strict_mode_config",
        enabled=(None, True),
        max_query_limit=(None, 100),
        max_timeout=(None, 60),
        unindexed_filtering_retrieve=(None, False),
        unindexed_filtering_update=(True, False),
        search_max_hnsw_ef=(None, 512),
        search_allow_exact=(None, False),
        search_max_oversampling=(None, 2.5),
        upsert_max_batchsize=(None, 1000),
        search_max_batchsize=(None, 100),
        max_collection_vector_size_bytes=(None, 10**12),
        max_collection_payload_size_bytes=(10**12, 10**13),
        read_rate_limit=(None, 10**6),
        write_rate_limit=(None, 10**6),
        max_points_count=(10_000_000, 10_000_001),
        filter_max_conditions=(None, 100),
        condition_max_size=(None, 100),
        multivector_config=(None, {"v": {"max_vectors": 100}}),
        sparse_config=({"w": {"max_length": 100}}, {"w": {"max_length": 200}}),
        max_payload_index_count=(None, 100),
        max_resident_memory_percent=(None, 90),
    ),
]
