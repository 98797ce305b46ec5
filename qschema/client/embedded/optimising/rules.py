"""When there is something to build: the rules of a server's optimisers (lib/shard/src/optimizers of 1.19.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qschema.client.embedded.optimising.segments import Segment

_KILOBYTE = 1024
_BYTES = {"float16": 2, "uint8": 1}
_FLOAT32 = 4
_SMALL = 1024 * 1024
_SPARSE = 64
"""Bytes that a point counts for where all vectors are sparse."""
_BACKLOG = 4
"""While it is written to, a collection is left alone until one point in so many isn't indexed."""


@dataclass(frozen=True, slots=True)
class Need:
    """Why something is to be built.

    Attributes:
        optimizer: What a server calls the optimiser that does it.
        segments: What it would work on.
        pressing: Whether it is worth while although the collection is being written to.
    """

    optimizer: str
    segments: Sequence[Segment]
    pressing: bool


def need_of(config: Mapping[str, Any], segments: Sequence[Segment], *, outdated: bool, passed_over: int) -> Need | None:
    """Return what is to be built, None if there is nothing.

    Args:
        config: The collection's configuration.
        segments: Its segments.
        outdated: Whether they were built by another configuration.
        passed_over: So many points stayed out of the index when it was built last; they are no reason to build it.
    """
    closed = [segment for segment in segments if not segment.open]
    if outdated:
        return Need("config mismatch", segments, pressing=True)
    optimizers = config["optimizer_config"]
    indexed = sum(segment.points - segment.deleted for segment in closed)
    waiting = sum(segment.points for segment in segments if segment.open) - passed_over
    threshold = _threshold(config)
    if threshold and waiting > 0 and waiting * indexed_bytes(config) >= threshold:
        pressing = waiting * _BACKLOG >= waiting + indexed
        return Need("indexing", [segment for segment in segments if segment.open], pressing)
    worn = [segment for segment in closed if _is_worn(segment, optimizers)]
    return Need("vacuum", worn, pressing=False) if worn else None


def never(config: Mapping[str, Any]) -> bool:
    """Return whether the collection is never to be optimised."""
    return bool(config["optimizer_config"].get("max_optimization_threads") == 0)


def indexed_bytes(config: Mapping[str, Any]) -> int:
    """Return how many bytes a point has of the largest vector that is to be indexed; 0 if none is.

    A multivector is counted as if it had one row.
    """
    return max((_bytes(vector) for vector in _dense(config) if _is_indexed(vector, config["hnsw_config"])), default=0)


def is_below(config: Mapping[str, Any], points: int) -> bool:
    """Return whether all points together are fewer than what is worth an index."""
    threshold = _threshold(config)
    return not threshold or points * indexed_bytes(config) < threshold


def is_small(config: Mapping[str, Any], points: int) -> bool:
    """Return whether building the index takes less time than starting a process for it."""
    return points * max(map(_bytes, _dense(config)), default=_SPARSE) < _SMALL


def _threshold(config: Mapping[str, Any]) -> int:
    return (config["optimizer_config"].get("indexing_threshold") or 0) * _KILOBYTE


def _dense(config: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    vectors = config["params"].get("vectors") or {}
    return [vectors] if isinstance(vectors.get("size"), int) else vectors.values()


def _bytes(vector: Mapping[str, Any]) -> int:
    return int(vector["size"]) * _BYTES.get(vector.get("datatype") or "", _FLOAT32)


def _is_indexed(vector: Mapping[str, Any], common: Mapping[str, Any]) -> bool:
    own = {name: value for name, value in (vector.get("hnsw_config") or {}).items() if value is not None}
    options = {**common, **own}
    return bool(options.get("m") or options.get("payload_m"))


def _is_worn(segment: Segment, optimizers: Mapping[str, Any]) -> bool:
    enough = segment.points >= (optimizers.get("vacuum_min_vector_number") or 0)
    return enough and segment.deleted > segment.points * (optimizers.get("deleted_threshold") or 1.0)
