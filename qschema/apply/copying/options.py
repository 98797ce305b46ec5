"""How a copy is made, apart from what it copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qschema.apply.copying.plan import Write
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.throttle import Throttle
from qschema.client import models

PAGE = 1_000
LANES = 3

_FREE = Throttle(rate=None)

Transform = Callable[[PointColumns], PointColumns]
"""What is done to points on the way: there may be fewer afterwards, with other ids, vectors and payloads."""


def unchanged(points: PointColumns) -> PointColumns:
    """Leave points as they are."""
    return points


@dataclass(frozen=True, kw_only=True)
class CopyOptions:
    """How a copy is made.

    Attributes:
        where: Which points are copied; None for all.
        write: How they are written: over what is there; only where nothing is there, while others write there, too;
            or only their vectors, to points that are there.
        transform: What is done to them on the way. Several threads call it.
        transforms: What `transform` was made from, as data: a copy goes on only with the same.
        with_vectors: Whether vectors are read at the source, or which of them.
        page: The most points of a page. Each lane holds one page in memory at a time.
        lanes: How many ranges are copied side by side.
        defer_indexing: Whether the destination indexes only when all points are there.
        checkpoint_seconds: How often a range's progress is noted in the ledger: what was written since is written again
            after a crash.
        throttle: How it is held back.
    """

    where: models.Filter | None = None
    write: Write = "upsert"
    transform: Transform = unchanged
    transforms: tuple[dict[str, Any], ...] = ()
    with_vectors: bool | list[str] = True
    page: int = PAGE
    lanes: int = LANES
    defer_indexing: bool = True
    checkpoint_seconds: float = 1.0
    throttle: Throttle = _FREE
