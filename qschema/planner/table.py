"""Looking up what a setting's change takes, and what an omitted setting means."""

from __future__ import annotations

from functools import cache
from typing import Any

from qschema.planner.change_table import ROWS, Row
from qschema.planner.paths import Path

IMPLIED: dict[Path, Any] = {
    ("vectors", "*", "datatype"): "float32",
    ("sparse_vectors", "*", "modifier"): "none",
    ("sparse_vectors", "*", "index", "datatype"): "float32",
    ("sparse_vectors", "*", "index", "full_scan_threshold"): 5000,
    ("hnsw_config", "inline_storage"): False,
    ("vectors", "*", "hnsw_config", "inline_storage"): False,
    ("optimizers_config", "max_optimization_threads"): "auto",
    ("optimizers_config", "prevent_unoptimized"): False,
    ("quantization_config",): "Disabled",
    ("vectors", "*", "quantization_config"): "Disabled",
    ("sharding_method",): "auto",
    ("strict_mode_config", "enabled"): False,
}
"""What a setting means that a server leaves out of its answer, or shows as null (server.md of Qdrant 1.19.0:
lib/collection/src/config.rs, lib/segment/src/types.rs, lib/collection/src/operations/config_diff.rs)."""

RESET: dict[Path, Any] = {
    path: word
    for path, word in IMPLIED.items()
    if path[-1] in ("max_optimization_threads", "quantization_config", "modifier")
}
"""The settings that can be unset, and the word that does it (lib/collection/src/operations/config_diff.rs)."""


def _fits(pattern: Path, path: Path) -> bool:
    return len(pattern) <= len(path) and all(p in ("*", key) for p, key in zip(pattern, path, strict=False))


@cache
def row_for(path: Path) -> Row | None:
    """Return the most specific row that covers a path, or None for a path above all rows."""
    if starred(path)[:3] == ("vectors", "*", "hnsw_config") and len(path) > 3:
        return row_for(path[2:])  # a vector's graph is rebuilt for the same reasons as the collection's
    return max((row for row in ROWS if _fits(row.path, path)), key=lambda row: len(row.path), default=None)


def starred(path: Path) -> Path:
    """Return a path with the names of vectors replaced by `*`."""
    return (path[0], "*", *path[2:]) if len(path) > 1 and path[0] in ("vectors", "sparse_vectors") else path


def implied(path: Path) -> Any:
    """Return what the absence of a setting means; None where it means nothing in particular."""
    return IMPLIED.get(starred(path))
