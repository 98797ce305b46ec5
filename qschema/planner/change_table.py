"""What changing each setting takes. Written by tools/generate_change_table.py; do not edit."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Takes(Enum):
    """How an existing collection gets a new value."""

    MERGE = "a PATCH that merges"
    WHOLE = "a PATCH that replaces the whole object"
    REPLACE = "a new vector or a new collection"


class Row(NamedTuple):
    """A setting: its path in a declaration (`*` stands for any name), what it takes, whether segments are rebuilt."""

    path: tuple[str, ...]
    takes: Takes
    rebuild: bool


ROWS: tuple[Row, ...] = (
    Row(("vectors", "*", "size"), Takes.REPLACE, rebuild=False),
    Row(("vectors", "*", "distance"), Takes.REPLACE, rebuild=False),
    Row(("vectors", "*", "datatype"), Takes.REPLACE, rebuild=False),
    Row(("vectors", "*", "multivector_config"), Takes.REPLACE, rebuild=False),
    Row(("vectors", "*", "hnsw_config"), Takes.MERGE, rebuild=True),
    Row(("vectors", "*", "quantization_config"), Takes.WHOLE, rebuild=True),
    Row(("vectors", "*", "on_disk"), Takes.MERGE, rebuild=True),
    Row(("vectors", "*", "memory"), Takes.MERGE, rebuild=True),
    Row(("sparse_vectors", "*", "modifier"), Takes.WHOLE, rebuild=False),
    Row(("sparse_vectors", "*", "index", "full_scan_threshold"), Takes.MERGE, rebuild=False),
    Row(("sparse_vectors", "*", "index", "on_disk"), Takes.MERGE, rebuild=True),
    Row(("sparse_vectors", "*", "index", "memory"), Takes.MERGE, rebuild=True),
    Row(("sparse_vectors", "*", "index", "datatype"), Takes.MERGE, rebuild=False),
    Row(("hnsw_config", "m"), Takes.MERGE, rebuild=True),
    Row(("hnsw_config", "ef_construct"), Takes.MERGE, rebuild=True),
    Row(("hnsw_config", "full_scan_threshold"), Takes.MERGE, rebuild=True),
    Row(("hnsw_config", "max_indexing_threads"), Takes.MERGE, rebuild=False),
    Row(("hnsw_config", "on_disk"), Takes.MERGE, rebuild=True),
    Row(("hnsw_config", "memory"), Takes.MERGE, rebuild=True),
    Row(("hnsw_config", "payload_m"), Takes.MERGE, rebuild=True),
    Row(("hnsw_config", "inline_storage"), Takes.MERGE, rebuild=True),
    Row(("optimizers_config", "deleted_threshold"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "vacuum_min_vector_number"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "default_segment_number"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "max_segment_size"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "memmap_threshold"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "indexing_threshold"), Takes.MERGE, rebuild=True),
    Row(("optimizers_config", "flush_interval_sec"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "max_optimization_threads"), Takes.MERGE, rebuild=False),
    Row(("optimizers_config", "prevent_unoptimized"), Takes.MERGE, rebuild=False),
    Row(("wal_config", "wal_capacity_mb"), Takes.REPLACE, rebuild=False),
    Row(("wal_config", "wal_segments_ahead"), Takes.REPLACE, rebuild=False),
    Row(("wal_config", "wal_retain_closed"), Takes.REPLACE, rebuild=False),
    Row(("quantization_config",), Takes.WHOLE, rebuild=True),
    Row(("shard_number",), Takes.REPLACE, rebuild=False),
    Row(("sharding_method",), Takes.REPLACE, rebuild=False),
    Row(("replication_factor",), Takes.MERGE, rebuild=False),
    Row(("write_consistency_factor",), Takes.MERGE, rebuild=False),
    Row(("read_fan_out_factor",), Takes.MERGE, rebuild=False),
    Row(("read_fan_out_delay_ms",), Takes.MERGE, rebuild=False),
    Row(("on_disk_payload",), Takes.MERGE, rebuild=True),
    Row(("payload", "memory"), Takes.MERGE, rebuild=True),
    Row(("strict_mode_config", "enabled"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "max_query_limit"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "max_timeout"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "unindexed_filtering_retrieve"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "unindexed_filtering_update"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "search_max_hnsw_ef"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "search_allow_exact"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "search_max_oversampling"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "upsert_max_batchsize"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "search_max_batchsize"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "max_collection_vector_size_bytes"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "max_collection_payload_size_bytes"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "read_rate_limit"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "write_rate_limit"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "max_points_count"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "filter_max_conditions"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "condition_max_size"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "multivector_config"), Takes.WHOLE, rebuild=False),
    Row(("strict_mode_config", "sparse_config"), Takes.WHOLE, rebuild=False),
    Row(("strict_mode_config", "max_payload_index_count"), Takes.MERGE, rebuild=False),
    Row(("strict_mode_config", "max_resident_memory_percent"), Takes.MERGE, rebuild=False),
    Row(("metadata",), Takes.MERGE, rebuild=False),
)
