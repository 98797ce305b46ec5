"""Ids of points: numbers of 64 bits and UUIDs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.uuids import is_uuid
from qschema.client.errors import BadRequest

_MOST = 2**64 - 1
_WHOLE = frozenset((int,))


def engine_id(point: models.ExtendedPointId) -> int | UUID:
    """Return an id as the engine takes it.

    Raises:
        BadRequest: It is neither a number from 0 to 2^64 - 1 nor a UUID.
    """
    if isinstance(point, int) and not isinstance(point, bool) and 0 <= point <= _MOST:
        return point
    if isinstance(point, UUID):
        return point
    if isinstance(point, str) and is_uuid(point):
        return UUID(point)
    raise BadRequest(
        f"value {point} is not a valid point ID, valid values are either an unsigned integer or a UUID", status=400
    )


def is_point_id(given: int | str) -> bool:
    """Return whether a value could be the id of a point."""
    try:
        engine_id(given)
    except BadRequest:
        return False
    return True


def engine_ids(points: Iterable[models.ExtendedPointId]) -> list[int | UUID]:
    """Return ids as the engine takes them, in order."""
    ids: list[Any] = list(points)
    if ids and _WHOLE.issuperset(map(type, ids)) and min(ids) >= 0 and max(ids) <= _MOST:
        return ids  # what most ids are is seen without a call for each of them
    return [engine_id(point) for point in ids]


def wire_id(point: Any) -> int | str:
    """Return an id of the engine as the API writes it."""
    return point if isinstance(point, int) else str(point)
