"""Calls of the universal query interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import QueryArgument, as_query, as_query_request, names, refuse_unknown, whole_seconds
from qschema.client.requests.query import QueryBatch, QueryGroups, QueryPoints


class AsyncQueryCalls(AsyncCalls):
    """Calls of the universal query interface."""

    async def query_points(
        self,
        collection_name: str,
        query: QueryArgument = None,
        using: str | None = None,
        prefetch: models.Prefetch | Sequence[models.Prefetch] | None = None,
        query_filter: models.Filter | None = None,
        search_params: models.SearchParams | None = None,
        limit: int = 10,
        offset: int | None = None,
        with_payload: models.WithPayloadInterface | Sequence[str] = True,
        with_vectors: models.WithVector | Sequence[str] = False,
        score_threshold: float | None = None,
        lookup_from: models.LookupLocation | None = None,
        consistency: models.ReadConsistency | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.QueryResponse:
        """Find points: the nearest ones, or by recommendation, discovery, fusion, formula, order and the like.

        Args:
            collection_name: A collection or an alias.
            query: What to look for: a vector (list or array), the id of a point, something that the server embeds, or
                one of the query models. None returns points in the order of their ids.
            using: The vector to search in; None is the one without a name.
            prefetch: Queries whose results this one ranks.
            query_filter: Which points may be found.
            search_params: How to search.
            limit: The most points to return.
            offset: How many of the best to pass over.
            with_payload: Whether payloads come along, or which fields of them.
            with_vectors: Whether vectors come along, or which of them.
            score_threshold: The worst score to return.
            lookup_from: The collection and vector that ids in `query` stand for.
            consistency: How many copies must agree, in a cluster.
            shard_key_selector: Where to look, with custom sharding.
            timeout: Seconds that the server may take.
            **kwargs: Refused by name.
        """
        refuse_unknown("query_points", kwargs)
        body = models.QueryRequest(
            using=using,
            prefetch=names(prefetch),
            filter=query_filter,
            params=search_params,
            limit=limit,
            offset=offset,
            with_payload=names(with_payload),
            with_vector=names(with_vectors),
            score_threshold=score_threshold,
            lookup_from=lookup_from,
            shard_key=shard_key_selector,
        )
        body.query = as_query(query)  # a model by now; a second look at it would take as long as all the rest
        return await self.send(QueryPoints(collection_name, body, consistency, whole_seconds(timeout)))

    async def query_batch_points(
        self,
        collection_name: str,
        requests: Sequence[models.QueryRequest | Mapping[str, Any]],
        consistency: models.ReadConsistency | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[models.QueryResponse]:
        """Run several queries in one call.

        Args:
            collection_name: A collection or an alias.
            requests: The queries. Unlike `query_points`, they bring no payload unless they say so.
            consistency: How many copies must agree, in a cluster.
            timeout: Seconds that the server may take for all of them.
            **kwargs: Refused by name.

        Returns:
            One answer for each query, in their order.
        """
        refuse_unknown("query_batch_points", kwargs)
        body = models.QueryRequestBatch(searches=[as_query_request(request) for request in requests])
        return await self.send(QueryBatch(collection_name, body, consistency, whole_seconds(timeout)))

    async def query_points_groups(
        self,
        collection_name: str,
        group_by: str,
        query: QueryArgument = None,
        using: str | None = None,
        prefetch: models.Prefetch | Sequence[models.Prefetch] | None = None,
        query_filter: models.Filter | None = None,
        search_params: models.SearchParams | None = None,
        limit: int = 10,
        group_size: int = 3,
        with_payload: models.WithPayloadInterface | Sequence[str] = True,
        with_vectors: models.WithVector | Sequence[str] = False,
        score_threshold: float | None = None,
        with_lookup: models.WithLookupInterface | None = None,
        lookup_from: models.LookupLocation | None = None,
        consistency: models.ReadConsistency | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.GroupsResult:
        """Find the best points of each value of a payload field.

        Args:
            collection_name: A collection or an alias.
            group_by: The payload field; texts and whole numbers group.
            query: What to look for; see `query_points`.
            using: The vector to search in; None is the one without a name.
            prefetch: Queries whose results this one ranks.
            query_filter: Which points may be found.
            search_params: How to search.
            limit: The most groups to return.
            group_size: The most points of a group.
            with_payload: Whether payloads come along, or which fields of them.
            with_vectors: Whether vectors come along, or which of them.
            score_threshold: The worst score to return.
            with_lookup: The collection that has a point with the id of each group, to come along with it.
            lookup_from: The collection and vector that ids in `query` stand for.
            consistency: How many copies must agree, in a cluster.
            shard_key_selector: Where to look, with custom sharding.
            timeout: Seconds that the server may take.
            **kwargs: Refused by name.
        """
        refuse_unknown("query_points_groups", kwargs)
        body = models.QueryGroupsRequest(
            group_by=group_by,
            using=using,
            prefetch=names(prefetch),
            filter=query_filter,
            params=search_params,
            limit=limit,
            group_size=group_size,
            with_payload=names(with_payload),
            with_vector=names(with_vectors),
            score_threshold=score_threshold,
            with_lookup=with_lookup,
            lookup_from=lookup_from,
            shard_key=shard_key_selector,
        )
        body.query = as_query(query)
        return await self.send(QueryGroups(collection_name, body, consistency, whole_seconds(timeout)))
