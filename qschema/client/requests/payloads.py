"""Requests that change the payloads of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class SetPayload(Request[models.UpdateResult]):
    """Set the values of payload keys; the others stay."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/payload",
        query=("wait", "ordering", "timeout"),
        body=models.SetPayload,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.SetPayload
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class OverwritePayload(Request[models.UpdateResult]):
    """Replace whole payloads."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/points/payload",
        query=("wait", "ordering", "timeout"),
        body=models.SetPayload,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.SetPayload
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeletePayload(Request[models.UpdateResult]):
    """Remove keys from payloads."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/payload/delete",
        query=("wait", "ordering", "timeout"),
        body=models.DeletePayload,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.DeletePayload
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class ClearPayload(Request[models.UpdateResult]):
    """Remove whole payloads."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/payload/clear",
        query=("wait", "ordering", "timeout"),
        body=models.PointsSelector,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.PointsSelector
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None
