"""Requests that search: the universal query interface, facets and matrices of distances."""

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


@dataclass(frozen=True, slots=True)
class QueryBatch(Request[list[models.QueryResponse]]):
    """Run several queries in one call."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/query/batch",
        query=("consistency", "timeout"),
        body=models.QueryRequestBatch,
    )
    result: ClassVar = list[models.QueryResponse]

    collection_name: str
    body: models.QueryRequestBatch
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class QueryGroups(Request[models.GroupsResult]):
    """Find points, and group them by a payload field."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/query/groups",
        query=("consistency", "timeout"),
        body=models.QueryGroupsRequest,
    )
    result: ClassVar = models.GroupsResult

    collection_name: str
    body: models.QueryGroupsRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class SearchMatrixPairs(Request[models.SearchMatrixPairsResponse]):
    """Compare a sample of points with each other; the answer is a list of pairs."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/search/matrix/pairs",
        query=("consistency", "timeout"),
        body=models.SearchMatrixRequest,
    )
    result: ClassVar = models.SearchMatrixPairsResponse

    collection_name: str
    body: models.SearchMatrixRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class SearchMatrixOffsets(Request[models.SearchMatrixOffsetsResponse]):
    """Compare a sample of points with each other; the answer is a sparse matrix."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/points/search/matrix/offsets",
        query=("consistency", "timeout"),
        body=models.SearchMatrixRequest,
    )
    result: ClassVar = models.SearchMatrixOffsetsResponse

    collection_name: str
    body: models.SearchMatrixRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class Facet(Request[models.FacetResponse]):
    """Count the points of each value of a payload field."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/facet",
        query=("consistency", "timeout"),
        body=models.FacetRequest,
    )
    result: ClassVar = models.FacetResponse

    collection_name: str
    body: models.FacetRequest
    consistency: models.ReadConsistency | None = None
    timeout: int | None = None
