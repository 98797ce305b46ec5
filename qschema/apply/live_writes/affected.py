"""Which points a write is about, and writes cut into pieces that say so by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from qschema.apply.copying.ids import PointId
from qschema.client import models, requests
from qschema.client.requests.base import Request, adapter

WRITES = (
    requests.UpsertPoints,
    requests.DeletePoints,
    requests.SetPayload,
    requests.OverwritePayload,
    requests.DeletePayload,
    requests.ClearPayload,
    requests.UpdateVectors,
    requests.DeleteVectors,
    requests.BatchUpdate,
)
"""The requests that change points."""

Page = tuple[list[PointId], bool]
"""Ids of points that a filter finds, and whether they are the last ones."""

Finder = Callable[[models.Filter, Any], Iterable[Page]]
"""Finds the points that match a filter, under the shard keys that a write names; it yields one page at least, which may
be empty."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a write.

    Attributes:
        request: What to send.
        ids: The points that it may change, and no others.
        shard_key: The shard keys under which they are, as the write names them.
        is_last: Whether its result is that of the whole operation.
    """

    request: Request[Any]
    ids: list[PointId]
    shard_key: Any
    is_last: bool


def pieces(request: Request[Any], find: Finder) -> Iterator[Piece]:
    """Cut a write into pieces, in the order in which they have to be sent; each is found when it is asked for.

    A write by filter becomes one for each page of the points that match, each narrowed to them: for every point that
    is the same as if the whole had come a moment earlier or later, since a filter isn't atomic over points anyway. The
    operations of a batch become batches of one; a server doesn't take them as a whole, either.
    """
    body: Any = adapter(request.rest.body).validate_python(request.body)  # type: ignore[attr-defined]
    if not isinstance(request, requests.BatchUpdate):
        for narrowed, ids, is_last in _narrowed(body, find):
            yield Piece(_with_body(request, narrowed), ids, narrowed.shard_key, is_last)
        return
    for operation in body.operations:
        ((name, inner),) = operation
        for narrowed, ids, is_last in _narrowed(inner, find):
            one = operation.model_copy(update={name: narrowed})
            single = models.UpdateOperations(operations=[one])
            yield Piece(_with_body(request, single), ids, narrowed.shard_key, is_last)


def canonical(point_id: Any) -> PointId:
    """Return an id as an instance tells it, however it was written."""
    return point_id if isinstance(point_id, int) else str(UUID(str(point_id)))


def _with_body(request: Any, body: Any) -> Request[Any]:
    changed: Request[Any] = replace(request, body=body)
    return changed


def _narrowed(body: Any, find: Finder) -> Iterator[tuple[Any, list[PointId], bool]]:
    ids: Any
    match body:
        case models.PointsBatch(batch=batch):
            ids = batch.ids
        case models.PointsList(points=points) | models.UpdateVectors(points=points):
            ids = [point.id for point in points]
        case _:
            ids = getattr(body, "points", None)
    if ids is not None or body.filter is None:  # ids win over a filter; without either, the instance refuses
        yield body, [canonical(one) for one in ids or ()], True
        return
    for page, is_last in find(body.filter, body.shard_key):
        only = models.Filter(must=[body.filter, models.HasIdCondition(has_id=[*page])])
        yield body.model_copy(update={"filter": only}), page, is_last
