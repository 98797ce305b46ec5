"""Calls about points: writing, reading by id, paging, counting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.arguments import (
    Points,
    Selector,
    insertion,
    listed,
    names,
    refuse_unknown,
    selection,
    whole_seconds,
)
from qschema.client.requests.points import (
    BatchUpdate,
    CountPoints,
    DeletePoints,
    GetPoint,
    RetrievePoints,
    ScrollPoints,
    UpsertPoints,
)


class PointCalls(Calls):
    """Calls about points: writing, reading by id, paging, counting."""

    def upsert(
        self,
        collection_name: str,
        points: Points,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        update_filter: models.Filter | None = None,
        update_mode: models.UpdateMode | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Insert points; those whose ids exist are replaced whole.

        Args:
            collection_name: A collection or an alias.
            points: Points, as models or dictionaries, or one columnar `Batch`.
            wait: Whether to wait until they are written; without it, points that don't fit are dropped silently.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where the points go, with custom sharding.
            update_filter: Existing points are replaced only if they match.
            update_mode: Whether existing points are replaced, and new ones inserted (Qdrant 1.17 and later).
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("upsert", kwargs)
        body = insertion(points, shard_key_selector, update_filter, update_mode)
        return self.send(UpsertPoints(collection_name, body, wait, ordering, whole_seconds(timeout)))

    def delete(
        self,
        collection_name: str,
        points_selector: Selector,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Delete points.

        Args:
            collection_name: A collection or an alias.
            points_selector: Which: ids, a `Filter`, a `PointIdsList` or a `FilterSelector`.
            wait: Whether to wait until they are gone.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding; wins over that of the selector.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete", kwargs)
        body = selection(points_selector, shard_key_selector)
        return self.send(DeletePoints(collection_name, body, wait, ordering, whole_seconds(timeout)))

    def batch_update_points(
        self,
        collection_name: str,
        update_operations: Sequence[models.UpdateOperation | Mapping[str, Any]],
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[models.UpdateResult]:
        """Carry out several updates in one call, one after the other.

        One that fails ends the call with its error; those before it stay done (server 1.19.0).

        Args:
            collection_name: A collection or an alias.
            update_operations: What to do, in order.
            wait: Whether to wait until all of it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.

        Returns:
            One result for each operation.
        """
        refuse_unknown("batch_update_points", kwargs)
        body = models.UpdateOperations(operations=listed("update_operations", update_operations))
        return self.send(BatchUpdate(collection_name, body, wait, ordering, whole_seconds(timeout)))

    def get_point(
        self,
        collection_name: str,
        id: models.ExtendedPointId,
        consistency: models.ReadConsistency | None = None,
        timeout: float | None = None,
    ) -> models.Record:
        """Read one point with its payload and all of its vectors.

        Args:
            collection_name: A collection or an alias.
            id: Which point.
            consistency: How many copies must agree, in a cluster.
            timeout: Seconds that the server may take.

        Raises:
            NotFound: There is no such point.
        """
        return self.send(GetPoint(collection_name, id, consistency, whole_seconds(timeout)))

    def retrieve(
        self,
        collection_name: str,
        ids: Sequence[models.ExtendedPointId],
        with_payload: models.WithPayloadInterface | Sequence[str] = True,
        with_vectors: models.WithVector | Sequence[str] = False,
        consistency: models.ReadConsistency | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[models.Record]:
        """Read points by id. Ids that don't exist are left out.

        Args:
            collection_name: A collection or an alias.
            ids: Which points.
            with_payload: Whether payloads come along, or which fields of them.
            with_vectors: Whether vectors come along, or which of them.
            consistency: How many copies must agree, in a cluster.
            shard_key_selector: Where to look, with custom sharding.
            timeout: Seconds that the server may take.
            **kwargs: Refused by name.
        """
        refuse_unknown("retrieve", kwargs)
        body = models.PointRequest(
            ids=list(ids),
            with_payload=names(with_payload),
            with_vector=names(with_vectors),
            shard_key=shard_key_selector,
        )
        return self.send(RetrievePoints(collection_name, body, consistency, whole_seconds(timeout)))

    def scroll(
        self,
        collection_name: str,
        scroll_filter: models.Filter | None = None,
        limit: int = 10,
        order_by: models.OrderByInterface | None = None,
        offset: models.ExtendedPointId | None = None,
        with_payload: models.WithPayloadInterface | Sequence[str] = True,
        with_vectors: models.WithVector | Sequence[str] = False,
        consistency: models.ReadConsistency | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> tuple[list[models.Record], models.ExtendedPointId | None]:
        """Read a page of points, in the order of their ids or of a payload field.

        Args:
            collection_name: A collection or an alias.
            scroll_filter: Which points.
            limit: The most points of a page.
            order_by: A payload field with an index that can order; there is no offset then.
            offset: The id to begin with.
            with_payload: Whether payloads come along, or which fields of them.
            with_vectors: Whether vectors come along, or which of them.
            consistency: How many copies must agree, in a cluster.
            shard_key_selector: Where to look, with custom sharding.
            timeout: Seconds that the server may take.
            **kwargs: Refused by name.

        Returns:
            The points, and the offset of the next page: None after the last one.
        """
        refuse_unknown("scroll", kwargs)
        body = models.ScrollRequest(
            filter=scroll_filter,
            limit=limit,
            order_by=order_by,
            offset=offset,
            with_payload=names(with_payload),
            with_vector=names(with_vectors),
            shard_key=shard_key_selector,
        )
        page = self.send(ScrollPoints(collection_name, body, consistency, whole_seconds(timeout)))
        return page.points, page.next_page_offset

    def scroll_iter(
        self,
        collection_name: str,
        scroll_filter: models.Filter | None = None,
        page_size: int = 256,
        limit: int | None = None,
        offset: models.ExtendedPointId | None = None,
        with_payload: models.WithPayloadInterface | Sequence[str] = True,
        with_vectors: models.WithVector | Sequence[str] = False,
        consistency: models.ReadConsistency | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Record]:
        """Read points one after the other in the order of their ids, as many as there are; a page is held at a time.

        Points that are written meanwhile come along if their ids are still ahead.

        Args:
            collection_name: A collection or an alias.
            scroll_filter: Which points.
            page_size: The most points that one call reads.
            limit: The most points in all; None for no limit.
            offset: The id to begin with.
            with_payload: Whether payloads come along, or which fields of them.
            with_vectors: Whether vectors come along, or which of them.
            consistency: How many copies must agree, in a cluster.
            shard_key_selector: Where to look, with custom sharding.
            timeout: Seconds that the server may take for a page.
        """
        left = limit
        while left is None or left > 0:
            page, offset = self.scroll(
                collection_name,
                scroll_filter,
                limit=page_size if left is None else min(page_size, left),
                offset=offset,
                with_payload=with_payload,
                with_vectors=with_vectors,
                consistency=consistency,
                shard_key_selector=shard_key_selector,
                timeout=timeout,
            )
            for point in page:
                yield point
            if offset is None:
                return
            left = None if left is None else left - len(page)

    def count(
        self,
        collection_name: str,
        count_filter: models.Filter | None = None,
        exact: bool = True,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.CountResult:
        """Count points.

        Args:
            collection_name: A collection or an alias.
            count_filter: Which points; None counts all.
            exact: Whether to count, or to estimate.
            shard_key_selector: Where to look, with custom sharding.
            timeout: Seconds that the server may take.
            **kwargs: Refused by name.
        """
        refuse_unknown("count", kwargs)
        body = models.CountRequest(filter=count_filter, exact=exact, shard_key=shard_key_selector)
        return self.send(CountPoints(collection_name, body, timeout=whole_seconds(timeout)))
