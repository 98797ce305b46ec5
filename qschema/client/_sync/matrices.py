"""Calls that look at many points at once: facets, and matrices of distances."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.arguments import refuse_unknown, whole_seconds
from qschema.client.requests.query import Facet, SearchMatrixOffsets, SearchMatrixPairs


class MatrixCalls(Calls):
    """Calls that look at many points at once: facets, and matrices of distances."""

    def facet(
        self,
        collection_name: str,
        key: str,
        facet_filter: models.Filter | None = None,
        limit: int = 10,
        exact: bool = False,
        consistency: models.ReadConsistency | None = None,
        timeout: float | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        **kwargs: Any,
    ) -> models.FacetResponse:
        """Count the points of each value of a payload field, the most frequent first.

        Args:
            collection_name: A collection or an alias.
            key: The payload field; it needs an index that can match values.
            facet_filter: Which points; None counts all.
            limit: The most values to return.
            exact: Whether to count, or to estimate.
            consistency: How many copies must agree, in a cluster.
            timeout: Seconds that the server may take.
            shard_key_selector: Where to look, with custom sharding.
            **kwargs: Refused by name.
        """
        refuse_unknown("facet", kwargs)
        body = models.FacetRequest(key=key, filter=facet_filter, limit=limit, exact=exact, shard_key=shard_key_selector)
        return self.send(Facet(collection_name, body, consistency, whole_seconds(timeout)))

    def search_matrix_pairs(
        self,
        collection_name: str,
        query_filter: models.Filter | None = None,
        limit: int = 3,
        sample: int = 10,
        using: str | None = None,
        consistency: models.ReadConsistency | None = None,
        timeout: float | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        **kwargs: Any,
    ) -> models.SearchMatrixPairsResponse:
        """Compare a sample of points with each other; the answer is a list of pairs with their scores.

        Args:
            collection_name: A collection or an alias.
            query_filter: Which points may be in the sample.
            limit: How many neighbours of each point to return.
            sample: How many points to compare, chosen at random.
            using: The vector to compare by; None is the one without a name.
            consistency: How many copies must agree, in a cluster.
            timeout: Seconds that the server may take.
            shard_key_selector: Where to look, with custom sharding.
            **kwargs: Refused by name.
        """
        refuse_unknown("search_matrix_pairs", kwargs)
        body = models.SearchMatrixRequest(
            filter=query_filter, limit=limit, sample=sample, using=using, shard_key=shard_key_selector
        )
        return self.send(SearchMatrixPairs(collection_name, body, consistency, whole_seconds(timeout)))

    def search_matrix_offsets(
        self,
        collection_name: str,
        query_filter: models.Filter | None = None,
        limit: int = 3,
        sample: int = 10,
        using: str | None = None,
        consistency: models.ReadConsistency | None = None,
        timeout: float | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        **kwargs: Any,
    ) -> models.SearchMatrixOffsetsResponse:
        """Compare a sample of points with each other; the answer is a sparse matrix: rows, columns and scores.

        Args:
            collection_name: A collection or an alias.
            query_filter: Which points may be in the sample.
            limit: How many neighbours of each point to return.
            sample: How many points to compare, chosen at random.
            using: The vector to compare by; None is the one without a name.
            consistency: How many copies must agree, in a cluster.
            timeout: Seconds that the server may take.
            shard_key_selector: Where to look, with custom sharding.
            **kwargs: Refused by name.
        """
        refuse_unknown("search_matrix_offsets", kwargs)
        body = models.SearchMatrixRequest(
            filter=query_filter, limit=limit, sample=sample, using=using, shard_key=shard_key_selector
        )
        return self.send(SearchMatrixOffsets(collection_name, body, consistency, whole_seconds(timeout)))
