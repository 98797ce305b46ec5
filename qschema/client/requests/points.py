"""Requests about points: writing, reading by id, paging, counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class UpsertPoints(Request[models.UpdateResult]):
    """Insert points, replacing those whose ids exist."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/points",
        query=("wait", "ordering", "timeout"),
        body=models.PointInsertOperations,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.PointInsertOperations
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeletePoints(Request[models.UpdateResult]):
    """Delete points by id or by filter."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/delete",
        query=("wait", "ordering", "timeout"),
        body=models.PointsSelector,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.PointsSelector
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class RetrievePoints(Request[list[models.Record]]):
    """Read points by id."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points",
        query=("consistency", "timeout"),
        body=models.PointRequest,
    )
    result: ClassVar = list[models.Record]

    collection_name: str
    body: models.PointRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class ScrollPoints(Request[models.ScrollResult]):
    """Read points page by page, in the order of their ids or of a payload field."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/scroll",
        query=("consistency", "timeout"),
        body=models.ScrollRequest,
    )
    result: ClassVar = models.ScrollResult

    collection_name: str
    body: models.ScrollRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class CountPoints(Request[models.CountResult]):
    """Count points, exactly or by estimate."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/count",
        query=("consistency", "timeout"),
        body=models.CountRequest,
    )
    result: ClassVar = models.CountResult

    collection_name: str
    body: models.CountRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class GetPoint(Request[models.Record]):
    """Read one point with everything it has."""

    rest: ClassVar = RestForm(
        verb="GET", path="/collections/{collection_name}/points/{id}", query=("consistency", "timeout")
    )
    result: ClassVar = models.Record

    collection_name: str
    id: models.ExtendedPointId
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class BatchUpdate(Request[list[models.UpdateResult]]):
    """Carry out several updates of points, one after the other."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/batch",
        query=("wait", "ordering", "timeout"),
        body=models.UpdateOperations,
    )
    result: ClassVar = list[models.UpdateResult]

    collection_name: str
    body: models.UpdateOperations
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None
