"""Requests about payload indexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class CreatePayloadIndex(Request[models.UpdateResult]):
    """Index a payload field, or replace the index that it has."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/index",
        query=("wait", "ordering", "timeout"),
        body=models.CreateFieldIndex,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    body: models.CreateFieldIndex
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeletePayloadIndex(Request[models.UpdateResult]):
    """Drop the index of a payload field; it is no error if there is none."""

    rest: ClassVar = RestForm(
        verb="DELETE",
        path="/collections/{collection_name}/index/{field_name}",
        query=("wait", "ordering", "timeout"),
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    field_name: str
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None
