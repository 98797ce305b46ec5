"""Requests of the universal query interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class QueryPoints(Request[models.QueryResponse]):
    """Find points: nearest, recommend, discover, fusion, formula, order by and the rest."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/query",
        query=("consistency", "timeout"),
        body=models.QueryRequest,
    )
    result: ClassVar = models.QueryResponse

    collection_name: str
    body: models.QueryRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None
