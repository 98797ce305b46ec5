"""Collections: their vectors, how they are created, changed and reported, and their aliases."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.codecs.odd import OptimizerState, VectorChanges
from qschema.client.grpc.codecs.times import Times, TimeTexts
from qschema.client.grpc.codecs.values import Values
from qschema.client.grpc.mapping.registry import add, holder, lookup, one_of, record, same

add("Value", Values())
add("google.protobuf.Timestamp", Times())

same(models.VectorParams, models.VectorParamsDiff, models.SparseVectorParams)
record(models.SparseIndexParams, "SparseIndexConfig")
holder("VectorParamsMap", "map", empty=dict)
holder("VectorParamsDiffMap", "map", empty=dict)
holder("SparseVectorConfig", "map", empty=dict)
one_of("VectorsConfig", Case("params", models.VectorParams), Case("params_map", dict))
add("VectorsConfigDiff", VectorChanges(lookup))
record(models.DenseVectorConfig, "DenseVectorCreationConfig", via={"datatype": "VectorStorageDatatype"})
record(models.SparseVectorConfig, "SparseVectorCreationConfig", via={"datatype": "VectorStorageDatatype"})
one_of(
    "CreateVectorNameRequest",
    Case("dense_config", models.DenseVectorNameConfig, inside="dense"),
    Case("sparse_config", models.SparseVectorNameConfig, inside="sparse"),
    oneof="vector_config",
)

VECTORS = {"vectors": "vectors_config", "sparse_vectors": "sparse_vectors_config"}
record(models.CreateCollection, "CreateCollection", names=VECTORS)
record(models.UpdateCollection, "UpdateCollection", names=VECTORS)
record(models.CollectionParams, "CollectionParams", names=VECTORS)
same(models.CollectionParamsDiff, models.CollectionWarning, models.UpdateQueueInfo, models.CollectionDescription)
record(
    models.CollectionConfig,
    "CollectionConfig",
    via={
        "hnsw_config": "HnswConfig",
        "optimizer_config": "OptimizersConfig",
        "wal_config": "WalConfig",
        "strict_mode_config": "StrictModeConfigOutput",
    },
)
add("OptimizerStatus", OptimizerState())
record(models.CollectionInfo, "CollectionInfo")
record(models.CollectionExistence, "CollectionExists")

same(models.CreateAlias, models.DeleteAlias, models.RenameAlias, models.AliasDescription)
one_of(
    "AliasOperations",
    Case("create_alias", models.CreateAliasOperation, inside="create_alias"),
    Case("rename_alias", models.RenameAliasOperation, inside="rename_alias"),
    Case("delete_alias", models.DeleteAliasOperation, inside="delete_alias"),
)
record(models.ChangeAliasesOperation, "ChangeAliases")

record(models.SnapshotDescription, "SnapshotDescription", via={"creation_time": TimeTexts()})
