"""Calls about the named vectors of a collection."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import refuse_unknown, whole_seconds
from qschema.client.requests.collections import CreateVectorName, DeleteVectorName


class AsyncVectorCalls(AsyncCalls):
    """Calls about the named vectors of a collection (Qdrant 1.18 and later)."""

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
        """Add a named dense or sparse vector; existing points don't have it yet.

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
        """Drop a named vector with its data, for ever; it is no error if there is none.

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
