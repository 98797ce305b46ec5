"""Calls about whole collections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import OptimizationsPart, as_dict, dense, refuse_unknown, whole_seconds
from qschema.client.requests.collections import (
    CollectionExists,
    CreateCollection,
    DeleteCollection,
    GetCollection,
    GetCollections,
    GetOptimizations,
    UpdateCollection,
)


class AsyncCollectionCalls(AsyncCalls):
    """Calls about whole collections."""

    async def get_collections(self, timeout: float | None = None, **kwargs: Any) -> models.CollectionsResponse:
        """List the names of all collections that the caller may see.

        Args:
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("get_collections", kwargs)
        return await self.send(GetCollections(), timeout=timeout)

    async def get_collection(
        self,
        collection_name: str,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.CollectionInfo:
        """Read the status and the configuration of a collection; an alias is followed.

        Args:
            collection_name: A collection or an alias.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("get_collection", kwargs)
        return await self.send(GetCollection(collection_name), timeout=timeout)

    async def collection_exists(self, collection_name: str, timeout: float | None = None, **kwargs: Any) -> bool:
        """Tell whether there is a collection, or an alias, of a name.

        Args:
            collection_name: The name.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("collection_exists", kwargs)
        return (await self.send(CollectionExists(collection_name), timeout=timeout)).exists

    async def create_collection(
        self,
        collection_name: str,
        vectors_config: models.VectorParams | Mapping[str, models.VectorParams] | None = None,
        sparse_vectors_config: Mapping[str, models.SparseVectorParams] | None = None,
        shard_number: int | None = None,
        sharding_method: models.ShardingMethod | None = None,
        replication_factor: int | None = None,
        write_consistency_factor: int | None = None,
        on_disk_payload: bool | None = None,
        hnsw_config: models.HnswConfigDiff | None = None,
        optimizers_config: models.OptimizersConfigDiff | None = None,
        wal_config: models.WalConfigDiff | None = None,
        quantization_config: models.QuantizationConfig | None = None,
        timeout: float | None = None,
        strict_mode_config: models.StrictModeConfig | None = None,
        metadata: models.Payload | None = None,
        payload: models.PayloadStorageParams | None = None,
        id_tracker: models.IdTrackerParams | None = None,
        **kwargs: Any,
    ) -> bool:
        """Create a collection. What is left out gets the server's default.

        Args:
            collection_name: Its name.
            vectors_config: The dense vectors: parameters of one without a name, or name → parameters.
            sparse_vectors_config: The sparse vectors: name → parameters.
            shard_number: Shards; with custom sharding, shards per key.
            sharding_method: How points are spread over shards.
            replication_factor: Copies of each shard.
            write_consistency_factor: Copies that must confirm a write.
            on_disk_payload: Whether payloads stay on disk; since 1.19, `payload` says it.
            hnsw_config: The vector index.
            optimizers_config: How segments are kept in shape.
            wal_config: The write-ahead log; can't be changed later.
            quantization_config: How vectors are compressed for the search.
            timeout: Seconds that the server may wait for the other nodes of a cluster.
            strict_mode_config: Limits for callers.
            metadata: Any data about the collection.
            payload: Where payloads are kept.
            id_tracker: Where the map of point ids is kept.
            **kwargs: Refused by name.

        Raises:
            AlreadyExists: There is one of that name.
        """
        refuse_unknown("create_collection", kwargs)
        body = models.CreateCollection(
            vectors=dense(vectors_config),
            sparse_vectors=as_dict(sparse_vectors_config),
            shard_number=shard_number,
            sharding_method=sharding_method,
            replication_factor=replication_factor,
            write_consistency_factor=write_consistency_factor,
            on_disk_payload=on_disk_payload,
            hnsw_config=hnsw_config,
            optimizers_config=optimizers_config,
            wal_config=wal_config,
            quantization_config=quantization_config,
            strict_mode_config=strict_mode_config,
            metadata=metadata,
            payload=payload,
            id_tracker=id_tracker,
        )
        return await self.send(CreateCollection(collection_name, body, whole_seconds(timeout)))

    async def update_collection(
        self,
        collection_name: str,
        optimizers_config: models.OptimizersConfigDiff | None = None,
        collection_params: models.CollectionParamsDiff | None = None,
        vectors_config: models.VectorsConfigDiff | None = None,
        hnsw_config: models.HnswConfigDiff | None = None,
        quantization_config: models.QuantizationConfigDiff | None = None,
        timeout: float | None = None,
        sparse_vectors_config: Mapping[str, models.SparseVectorParams] | None = None,
        strict_mode_config: models.StrictModeConfig | None = None,
        metadata: models.Payload | None = None,
        **kwargs: Any,
    ) -> bool:
        """Change the configuration of a collection. What is left out stays, and None never takes a value back.

        The parts are applied one after the other: an error in a later one leaves the earlier ones done (server 1.19.0).

        Args:
            collection_name: A collection or an alias.
            optimizers_config: How segments are kept in shape; merged field by field.
            collection_params: Replication, payload storage and the like; merged field by field.
            vectors_config: Name → what changes of a dense vector; the one without a name is `""`.
            hnsw_config: The vector index; merged field by field.
            quantization_config: Replaces what there is; `Disabled` takes it away.
            timeout: Seconds that the server may wait for the other nodes of a cluster.
            sparse_vectors_config: Name → what changes of a sparse vector.
            strict_mode_config: Limits for callers; merged field by field, and a limit never goes away again.
            metadata: Merged by its top-level keys; None as a value removes the key.
            **kwargs: Refused by name.
        """
        refuse_unknown("update_collection", kwargs)
        body = models.UpdateCollection(
            vectors=vectors_config,
            optimizers_config=optimizers_config,
            params=collection_params,
            hnsw_config=hnsw_config,
            quantization_config=quantization_config,
            sparse_vectors=as_dict(sparse_vectors_config),
            strict_mode_config=strict_mode_config,
            metadata=metadata,
        )
        return await self.send(UpdateCollection(collection_name, body, whole_seconds(timeout)))

    async def delete_collection(self, collection_name: str, timeout: float | None = None, **kwargs: Any) -> bool:
        """Drop a collection with its data and its aliases; false if there is none of that name.

        Args:
            collection_name: Its name; an alias is not followed.
            timeout: Seconds that the server may wait for the other nodes of a cluster.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete_collection", kwargs)
        return await self.send(DeleteCollection(collection_name, whole_seconds(timeout)))

    async def get_optimizations(
        self,
        collection_name: str,
        completed_limit: int | None = None,
        with_: OptimizationsPart | Sequence[OptimizationsPart] | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.OptimizationsResponse:
        """Read what the optimizers of a collection do, and have to do (Qdrant 1.17 and later).

        Args:
            collection_name: A collection or an alias.
            completed_limit: The most finished optimizations to list; asks for them, too.
            with_: What else to list: optimizations that wait or are finished, segments that need none.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("get_optimizations", kwargs)
        parts = [with_] if isinstance(with_, str) else list(with_ or ())
        if completed_limit is not None and "completed" not in parts:
            parts.append("completed")
        request = GetOptimizations(collection_name, ",".join(parts) or None, completed_limit)
        return await self.send(request, timeout=timeout)
