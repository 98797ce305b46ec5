"""Requests about whole collections and their named vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class GetCollections(Request[models.CollectionsResponse]):
    """List the names of all collections that the caller may see."""

    rest: ClassVar = RestForm(verb="GET", path="/collections")
    result: ClassVar = models.CollectionsResponse


@dataclass(frozen=True, slots=True)
class GetCollection(Request[models.CollectionInfo]):
    """Read a collection's status and configuration; an alias is followed."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}")
    result: ClassVar = models.CollectionInfo

    collection_name: str


@dataclass(frozen=True, slots=True)
class CollectionExists(Request[models.CollectionExistence]):
    """Ask whether a collection, or an alias of that name, exists."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}/exists")
    result: ClassVar = models.CollectionExistence

    collection_name: str


@dataclass(frozen=True, slots=True)
class CreateCollection(Request[bool]):
    """Create a collection."""

    rest: ClassVar = RestForm(
        verb="PUT", path="/collections/{collection_name}", query=("timeout",), body=models.CreateCollection
    )
    result: ClassVar = bool
    repeatable: ClassVar = False

    collection_name: str
    body: models.CreateCollection
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class UpdateCollection(Request[bool]):
    """Change a collection's configuration; what is left out stays as it is."""

    rest: ClassVar = RestForm(
        verb="PATCH", path="/collections/{collection_name}", query=("timeout",), body=models.UpdateCollection
    )
    result: ClassVar = bool

    collection_name: str
    body: models.UpdateCollection
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteCollection(Request[bool]):
    """Drop a collection with its data and its aliases; false where there is none of that name."""

    rest: ClassVar = RestForm(verb="DELETE", path="/collections/{collection_name}", query=("timeout",))
    result: ClassVar = bool

    collection_name: str
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class CreateVectorName(Request[models.UpdateResult]):
    """Add a named dense or sparse vector to an existing collection (Qdrant 1.18 and later)."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/vectors/{vector_name}",
        query=("wait", "ordering", "timeout"),
        body=models.VectorNameConfig,
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    vector_name: str
    body: models.VectorNameConfig
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteVectorName(Request[models.UpdateResult]):
    """Drop a named vector with its data (Qdrant 1.18 and later)."""

    rest: ClassVar = RestForm(
        verb="DELETE",
        path="/collections/{collection_name}/vectors/{vector_name}",
        query=("wait", "ordering", "timeout"),
    )
    result: ClassVar = models.UpdateResult

    collection_name: str
    vector_name: str
    wait: bool | None = None
    ordering: models.WriteOrdering | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class GetOptimizations(Request[models.OptimizationsResponse]):
    """Read what the optimizers of a collection do and have to do (Qdrant 1.17 and later)."""

    rest: ClassVar = RestForm(
        verb="GET", path="/collections/{collection_name}/optimizations", query=("with_", "completed_limit")
    )
    result: ClassVar = models.OptimizationsResponse

    collection_name: str
    with_: str | None = None
    completed_limit: int | None = None
