"""Figures of an instance: what its collections hold, and what the process that runs the engine uses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qschema.client import models
from qschema.client.embedded.collection import Collection

_SELF = Path("/proc/self")
_ALL_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Holding:
    """What a collection holds.

    Attributes:
        points: How many points.
        vectors: Name of a vector → how many points have it; the vector without a name has an empty one.
    """

    points: int
    vectors: Mapping[str, int]


def holding(collection: Collection) -> Holding:
    """Count what a collection holds; each vector is looked for in every point."""
    params = collection.wire_config().params
    dense = params.vectors if isinstance(params.vectors, dict) else {"": params.vectors} if params.vectors else {}
    names = [*dense, *(params.sparse_vectors or {})]
    points = collection.shard.info().points
    return Holding(points, {name: _having(collection, name) if points else 0 for name in names})


def _having(collection: Collection, vector: str) -> int:
    having = models.Filter(must=[models.HasVectorCondition(has_vector=vector)])
    return collection.shard.count(models.CountRequest(filter=having, exact=True)).count


def resident_bytes() -> int | None:
    """Return how much memory the process has, None where the system doesn't say (no Linux)."""
    try:
        pages = int((_SELF / "statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def thread_count() -> int | None:
    """Return how many threads the process has, None where the system doesn't say."""
    return _entries(_SELF / "task")


def open_files() -> int | None:
    """Return how many files the process has open, None where the system doesn't say."""
    return _entries(_SELF / "fd")


def memory_percent() -> int | None:
    """Return how much of the machine's memory the process has, in percent; None where the system doesn't say."""
    resident = resident_bytes()
    if resident is None:
        return None
    return resident * _ALL_PERCENT // (os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))


def disk_percent(folder: Path) -> int:
    """Return how full the disk under a folder is, in percent."""
    disk = shutil.disk_usage(folder)
    return disk.used * _ALL_PERCENT // disk.total


def _entries(folder: Path) -> int | None:
    try:
        return len(os.listdir(folder))
    except OSError:
        return None
