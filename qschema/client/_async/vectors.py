"""Calls about the named vectors of a collection, and about those of single points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import Selector, chosen, listed, refuse_unknown, whole_seconds
from qschema.client.requests.collections import CreateVectorName, DeleteVectorName
from qschema.client.requests.vectors import DeleteVectors, UpdateVectors


class AsyncVectorCalls(AsyncCalls):
    """Calls about the named vectors of a collection, and about those of single points."""

    async def create_vector_name(
        self,
        collection_name: str,
        vector_name: str,
        vector_name_config: models.VectorNameConfig,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Add a named dense or sparse vector (Qdrant 1.18 and later); existing points don't have it yet.

        Args:
            collection_name: A collection or an alias.
            vector_name: The new vector's name.
            vector_name_config: `DenseVectorNameConfig` or `SparseVectorNameConfig`; the same one again changes nothing.
            wait: Whether to wait until it is there.
            ordering: How writes are ordered among the nodes of a cluster.
            timeout: Seconds that the server may wait.
            **kwargs: Refused by name.

        Raises:
            BadRequest: There is another vector of that name.
        """
        refuse_unknown("create_vector_name", kwargs)
        request = CreateVectorName(
            collection_name, vector_name, vector_name_config, wait, ordering, whole_seconds(timeout)
        )
        return await self.send(request)

    async def delete_vector_name(
        self,
        collection_name: str,
        vector_name: str,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Drop a named vector with its data, for ever (Qdrant 1.18 and later); it is no error if there is none.

        Args:
            collection_name: A collection or an alias.
            vector_name: The vector's name.
            wait: Whether to wait until it is gone.
            ordering: How writes are ordered among the nodes of a cluster.
            timeout: Seconds that the server may wait.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete_vector_name", kwargs)
        request = DeleteVectorName(collection_name, vector_name, wait, ordering, whole_seconds(timeout))
        return await self.send(request)

    async def update_vectors(
        self,
        collection_name: str,
        points: Iterable[models.PointVectors | Mapping[str, Any]],
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        update_filter: models.Filter | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Set vectors of existing points; their payloads and other vectors stay as they are.

        Args:
            collection_name: A collection or an alias.
            points: Ids with their new vectors, as models or dictionaries.
            wait: Whether to wait until it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding.
            update_filter: Points are changed only if they match.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.

        Raises:
            NotFound: There is no such point.
        """
        refuse_unknown("update_vectors", kwargs)
        body = models.UpdateVectors(
            points=listed("points", points), shard_key=shard_key_selector, update_filter=update_filter
        )
        return await self.send(UpdateVectors(collection_name, body, wait, ordering, whole_seconds(timeout)))

    async def delete_vectors(
        self,
        collection_name: str,
        vectors: Sequence[str],
        points: Selector,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Remove vectors from points; the points stay, and so do their payloads.

        Args:
            collection_name: A collection or an alias.
            vectors: Names of the vectors; the one without a name is `""`.
            points: Which points: ids, a `Filter`, a `PointIdsList` or a `FilterSelector`.
            wait: Whether to wait until it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding; wins over that of the selector.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete_vectors", kwargs)
        body = models.DeleteVectors(vector=list(vectors), **chosen(points, shard_key_selector))
        return await self.send(DeleteVectors(collection_name, body, wait, ordering, whole_seconds(timeout)))
