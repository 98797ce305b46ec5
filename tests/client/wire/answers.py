"""What the recorder answers: something of the right type for every call."""

from __future__ import annotations

from typing import Any

UPDATED = {"operation_id": 1, "status": "completed"}
POINT = {"id": "a", "version": 1, "score": 0.5}
SNAPSHOT = {"name": "s", "creation_time": "2026-01-01T00:00:00", "size": 7, "checksum": "abc"}
RECORD = {"id": 7, "payload": {"a": None}, "vector": {"a": [0.5]}, "order_value": 1.5}
INFO = {
    "status": "green",
    "optimizer_status": "ok",
    "segments_count": 1,
    "config": {
        "params": {"vectors": {"size": 4, "distance": "Cosine"}},
        "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
        "optimizer_config": {
            "deleted_threshold": 0.2,
            "vacuum_min_vector_number": 1000,
            "default_segment_number": 0,
            "flush_interval_sec": 5,
        },
    },
    "payload_schema": {"a": {"data_type": "keyword", "points": 3}},
}

ANSWERS: dict[tuple[str, str], Any] = {
    ("GET", "/collections"): {"collections": [{"name": "c"}]},
    ("GET", "/collections/c"): INFO,
    ("GET", "/aliases"): {"aliases": [{"alias_name": "a", "collection_name": "c"}]},
    ("GET", "/collections/c/aliases"): {"aliases": []},
    ("GET", "/collections/c%2Fd/aliases"): {"aliases": []},
    ("GET", "/collections/c/exists"): {"exists": True},
    ("GET", "/collections/c/optimizations"): {
        "summary": {"queued_optimizations": 0, "queued_segments": 0, "queued_points": 0, "idle_segments": 1},
        "running": [],
        "queued": None,
    },
    ("POST", "/collections/aliases"): True,
    ("PUT", "/collections/c"): True,
    ("PATCH", "/collections/c"): True,
    ("DELETE", "/collections/c"): True,
    ("GET", "/collections/c/points/7"): RECORD,
    ("POST", "/collections/c/points"): [RECORD],
    ("POST", "/collections/c/points/batch"): [UPDATED, {**UPDATED, "status": "acknowledged"}],
    ("POST", "/collections/c/points/scroll"): {"points": [RECORD], "next_page_offset": 7},
    ("POST", "/collections/c/points/count"): {"count": 3},
    ("POST", "/collections/c/points/query"): {"points": [POINT]},
    ("POST", "/collections/c/points/query/batch"): [{"points": [POINT]}, {"points": []}],
    ("POST", "/collections/c/points/query/groups"): {"groups": [{"id": "x", "hits": [POINT], "lookup": RECORD}]},
    ("POST", "/collections/c/points/search/matrix/pairs"): {"pairs": [{"a": 1, "b": "x", "score": 0.5}]},
    ("POST", "/collections/c/points/search/matrix/offsets"): {
        "offsets_row": [0],
        "offsets_col": [1],
        "scores": [0.5],
        "ids": [1, "x"],
    },
    ("POST", "/collections/c/facet"): {"hits": [{"value": "a", "count": 2}, {"value": 3, "count": 1}]},
    ("GET", "/collections/c/cluster"): {
        "peer_id": 1,
        "shard_count": 1,
        "local_shards": [{"shard_id": 0, "points_count": 3, "state": "Active"}],
        "remote_shards": [],
        "shard_transfers": [],
    },
    ("POST", "/collections/c/cluster"): True,
    ("GET", "/collections/c/shards"): {"shard_keys": [{"key": "k"}, {"key": 5}]},
    ("PUT", "/collections/c/shards"): True,
    ("POST", "/collections/c/shards/delete"): True,
    ("GET", "/cluster"): {"status": "disabled"},
    ("GET", "/cluster/telemetry"): {"collections": {}, "cluster": None},
    ("POST", "/cluster/recover"): True,
    ("DELETE", "/cluster/peer/9000000000000000"): True,
    ("GET", "/issues"): {"issues": []},
    ("DELETE", "/issues"): True,
    ("GET", "/quotas"): {"config": {"enabled": False}, "usage": {"disk_usage_percent": 68}},
    ("PUT", "/quotas"): True,
    ("GET", "/telemetry"): {
        "id": "x",
        "app": {"name": "qdrant", "version": "1.20.0", "startup": "2026-01-01T00:00:00Z"},
        "collections": {"number_of_collections": 0},
    },
    **{
        (verb, f"{base}/snapshots{end}"): answer
        for base in (
            "",
            "/collections/c",
            "/collections/c/shards/0",
            "/collections/c/shards/1",
            "/collections/c/shards/2",
        )
        for verb, end, answer in (
            ("GET", "", [SNAPSHOT]),
            ("POST", "", SNAPSHOT),
            ("DELETE", "/s", True),
            ("DELETE", "/s%201.snapshot", True),
            ("PUT", "/recover", True),
            ("POST", "/upload", True),
        )
    },
}
"""Verb and path → the result; all other calls are updates."""

TEXTS = {"/metrics": "app_info 1", "/healthz": "fine", "/livez": "fine", "/readyz": "fine"}
"""Path → an answer that is a text."""

FILE = b"a file" * 1000
"""What every snapshot is."""
