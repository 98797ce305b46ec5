"""What the segments of a shard hold, read off their files after a flush (qdrant-edge-py 0.9.0).

The engine tells the number of all points, and of all vectors that stand in an index, whether their points are still
there or not; neither says how much isn't indexed. The files of a segment do, in microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_VERSION = 8
"""Bytes that a point has in the file of versions."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment.

    Attributes:
        name: The engine's name, a UUID.
        points: How many points were written to it.
        deleted: How many of them are deleted, or lie in another segment by now; 0 where it can still be written to.
        open: Whether it can still be written to: nothing in it is indexed.
    """

    name: str
    points: int
    deleted: int
    open: bool


def segments_in(folder: Path) -> list[Segment]:
    """Return the segments of a shard, as they were at its last flush."""
    return [_read(path) for path in sorted((folder / "segments").glob("*-*")) if path.is_dir()]


def _read(folder: Path) -> Segment:
    written = _size(folder / "id_tracker.versions")
    if written is None:
        return Segment(folder.name, (_size(folder / "mutable_id_tracker.versions") or 0) // _VERSION, 0, True)
    try:
        # A bit for each point.
        deleted = int.from_bytes((folder / "id_tracker.deleted").read_bytes(), "little").bit_count()
    except OSError:
        deleted = 0
    return Segment(folder.name, written // _VERSION, deleted, False)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
