"""Searching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.handlers.shard_keys import finds_nothing
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.strict.rates.spending import query_spender, read_spender


def query_points(catalogue: Catalogue, request: requests.QueryPoints) -> models.QueryResponse:
    """Find points."""
    return _found(catalogue, catalogue.get(request.collection_name), request.body)


def query_batch(catalogue: Catalogue, request: requests.QueryBatch) -> list[models.QueryResponse]:
    """Find points several times."""
    collection = catalogue.get(request.collection_name)
    collection.shard.check_references(request.body.searches, _lookup(catalogue))
    return [_found(catalogue, collection, body) for body in request.body.searches]


def query_groups(catalogue: Catalogue, request: requests.QueryGroups) -> models.GroupsResult:
    """Find points, so many for each value of a payload field."""
    collection = catalogue.get(request.collection_name)
    if finds_nothing(collection, request.body):
        return models.GroupsResult(groups=[])
    return collection.shard.query_groups(request.body, _lookup(catalogue), query_spender(collection, catalogue))


def matrix_pairs(catalogue: Catalogue, request: requests.SearchMatrixPairs) -> models.SearchMatrixPairsResponse:
    """Compare points with one another; the answer is a list of pairs."""
    collection = catalogue.get(request.collection_name)
    if finds_nothing(collection, request.body):
        return models.SearchMatrixPairsResponse(pairs=[])
    return collection.shard.matrix_pairs(request.body, read_spender(collection))


def matrix_offsets(catalogue: Catalogue, request: requests.SearchMatrixOffsets) -> models.SearchMatrixOffsetsResponse:
    """Compare points with one another; the answer is a sparse matrix."""
    collection = catalogue.get(request.collection_name)
    if finds_nothing(collection, request.body):
        return models.SearchMatrixOffsetsResponse(offsets_row=[], offsets_col=[], scores=[], ids=[])
    return collection.shard.matrix_offsets(request.body, read_spender(collection))


def facet(catalogue: Catalogue, request: requests.Facet) -> models.FacetResponse:
    """Count the values of a payload field."""
    collection = catalogue.get(request.collection_name)
    if finds_nothing(collection, request.body):
        return models.FacetResponse(hits=[])
    return collection.shard.facet(request.body)


def _found(catalogue: Catalogue, collection: Collection, body: models.QueryRequest) -> models.QueryResponse:
    points = [] if finds_nothing(collection, body) else collection.shard.query(body, _lookup(catalogue))
    return models.QueryResponse(points=points)


def _lookup(catalogue: Catalogue) -> Callable[[models.LookupLocation], Any]:
    """Return what finds the shards of other collections for a query."""

    def find(location: models.LookupLocation) -> Any:
        collection = catalogue.get(location.collection)
        finds_nothing(collection, location)
        return collection.shard

    return find


HANDLERS: Handlers = {
    requests.QueryPoints: query_points,
    requests.QueryBatch: query_batch,
    requests.QueryGroups: query_groups,
    requests.SearchMatrixPairs: matrix_pairs,
    requests.SearchMatrixOffsets: matrix_offsets,
    requests.Facet: facet,
}
