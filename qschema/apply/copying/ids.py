"""The order of point ids, in which a server scrolls: first numbers, then UUIDs by their bytes."""

from __future__ import annotations

from uuid import UUID

PointId = int | str

_LAST_NUMBER = 2**64 - 1
_LAST_UUID = 2**128 - 1


def place_of(id: PointId) -> tuple[bool, int]:
    """Return what ids are ordered by."""
    return (True, UUID(id).int) if isinstance(id, str) else (False, id)


def plain(id: PointId | UUID) -> PointId:
    """Return an id as JSON has it."""
    return id if isinstance(id, int) else str(id)


def after(id: PointId) -> PointId | None:
    """Return the id that comes next, whether a point has it or not; None after the last one there can be.

    A scroll's offset is a bound, not a point: it begins with the first id that isn't below it (measured on Qdrant
    1.16.3 and 1.19.0, and on the engine).
    """
    if isinstance(id, int):
        return id + 1 if id < _LAST_NUMBER else str(UUID(int=0))
    number = UUID(id).int
    return str(UUID(int=number + 1)) if number < _LAST_UUID else None
