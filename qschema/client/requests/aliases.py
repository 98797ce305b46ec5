"""Requests about aliases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class GetAliases(Request[models.CollectionsAliasesResponse]):
    """List all aliases of the instance that the caller may see."""

    rest: ClassVar = RestForm(verb="GET", path="/aliases")
    result: ClassVar = models.CollectionsAliasesResponse


@dataclass(frozen=True, slots=True)
class GetCollectionAliases(Request[models.CollectionsAliasesResponse]):
    """List the aliases that point to one collection."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}/aliases")
    result: ClassVar = models.CollectionsAliasesResponse

    collection_name: str


@dataclass(frozen=True, slots=True)
class UpdateAliases(Request[bool]):
    """Create, rename and delete aliases, one action after the other; actions before a failing one stay done."""

    rest: ClassVar = RestForm(
        verb="POST", path="/collections/aliases", query=("timeout",), body=models.ChangeAliasesOperation
    )
    result: ClassVar = bool
    repeatable: ClassVar = False

    body: models.ChangeAliasesOperation
    timeout: int | None = None
