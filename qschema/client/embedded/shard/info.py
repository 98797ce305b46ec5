"""What a shard says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ShardInfo:
    """The numbers of a shard.

    Attributes:
        points: How many points there are.
        indexed_vectors: How many vectors stand in an index.
        segments: How many segments the shard consists of.
        index_points: Payload index → how many points it holds.
    """

    points: int
    indexed_vectors: int
    segments: int
    index_points: Mapping[str, int]


def shard_info(given: Any) -> ShardInfo:
    """Return the engine's numbers."""
    return ShardInfo(
        points=given.points_count,
        indexed_vectors=given.indexed_vectors_count,
        segments=given.segments_count,
        index_points={field: index.points for field, index in given.payload_schema.items()},
    )
