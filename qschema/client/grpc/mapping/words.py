"""Enumerations."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.mapping.registry import words

for kind in (
    *(models.BinaryQuantizationEncoding, models.CollectionStatus, models.CompressionRatio, models.Datatype),
    *(models.Direction, models.Distance, models.Fusion, models.Memory, models.Modifier),
    *(models.MultiVectorComparator, models.PayloadSchemaType, models.ReadConsistencyType, models.RecommendStrategy),
    *(models.ReplicaState, models.ReshardingDirection, models.Sample, models.ShardTransferMethod),
    *(models.ShardingMethod, models.TextScoringType, models.TokenizerType, models.TurboQuantBitSize),
    *(models.UpdateMode, models.UpdateStatus),
):
    words(kind)
words(models.BinaryQuantizationQueryEncoding, "BinaryQuantizationQueryEncoding.Setting")
words(models.MaxOptimizationThreadsSetting, "MaxOptimizationThreads.Setting")
words(models.PayloadSchemaType, "FieldType", prefix="FieldType")
words(models.ScalarType, "QuantizationType")
words(models.VectorStorageDatatype, "Datatype", key="VectorStorageDatatype")
words(models.WriteOrdering, "WriteOrderingType")
