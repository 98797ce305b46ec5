"""Calls that the official client keeps for old code, and advises against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.client import models
from qschema.client._sync.collections import CollectionCalls
from qschema.client.arguments import refuse_unknown
from qschema.client.warning import warn_caller


class DeprecatedCalls(CollectionCalls):
    """Calls that the official client keeps for old code, and advises against."""

    def recreate_collection(
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
        """Drop a collection with its data, if there is one, and create it anew; see `create_collection`.

        Deprecated: `collection_exists` and `create_collection` lose no data by accident.
        """
        refuse_unknown("recreate_collection", kwargs)
        message = "recreate_collection drops data and is deprecated: use collection_exists and create_collection"
        warn_caller(message, DeprecationWarning)
        self.delete_collection(collection_name, timeout=timeout)
        return self.create_collection(
            collection_name,
            vectors_config=vectors_config,
            sparse_vectors_config=sparse_vectors_config,
            shard_number=shard_number,
            sharding_method=sharding_method,
            replication_factor=replication_factor,
            write_consistency_factor=write_consistency_factor,
            on_disk_payload=on_disk_payload,
            hnsw_config=hnsw_config,
            optimizers_config=optimizers_config,
            wal_config=wal_config,
            quantization_config=quantization_config,
            timeout=timeout,
            strict_mode_config=strict_mode_config,
            metadata=metadata,
            payload=payload,
            id_tracker=id_tracker,
        )
