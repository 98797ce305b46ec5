"""Requests that change the vectors of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class UpdateVectors(Request[models.UpdateResult]):
    """Set vectors of existing points; the others stay."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/points/vectors",
        query=("wait", "ordering", "timeout"),
        body=models.UpdateVectors,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.UpdateVectors
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteVectors(Request[models.UpdateResult]):
    """Remove vectors from points by their names."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/vectors/delete",
        query=("wait", "ordering", "timeout"),
        body=models.DeleteVectors,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.DeleteVectors
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None
