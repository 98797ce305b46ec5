"""Names for what the client's methods take and return, as the official client has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args, get_origin
from uuid import UUID

from pydantic import StrictBool, StrictFloat, StrictInt, StrictStr

from qschema.client import models
from qschema.client.arguments import OptimizationsPart
from qschema.client.models import (
    AliasOperations,
    Batch,
    ClusterOperations,
    ClusterStatus,
    CollectionClusterInfo,
    CollectionInfo,
    CollectionParamsDiff,
    CollectionsAliasesResponse,
    CollectionsResponse,
    CountResult,
    Distance,
    DistributedTelemetryData,
    Document,
    FacetResponse,
    FacetValue,
    Filter,
    GroupsResult,
    HnswConfigDiff,
    IdTrackerParams,
    Image,
    InferenceObject,
    LookupLocation,
    Mmr,
    OptimizationsResponse,
    OptimizersConfigDiff,
    Payload,
    PayloadSelector,
    PayloadStorageParams,
    PointStruct,
    PointVectors,
    Prefetch,
    QuantizationConfig,
    QuantizationConfigDiff,
    Query,
    QueryRequest,
    QueryResponse,
    ReadConsistency,
    RecommendStrategy,
    Record,
    ReplicaState,
    ScoredPoint,
    SearchMatrixOffsetsResponse,
    SearchMatrixPair,
    SearchMatrixPairsResponse,
    SearchMatrixRequest,
    SearchParams,
    ShardingMethod,
    ShardKey,
    ShardKeySelector,
    ShardKeysResponse,
    SnapshotDescription,
    SnapshotPriority,
    SparseVector,
    SparseVectorParams,
    StrictModeConfig,
    UpdateMode,
    UpdateOperation,
    UpdateResult,
    Vector,
    VectorInput,
    VectorNameConfig,
    VectorParams,
    VectorsConfigDiff,
    VectorStruct,
    VersionInfo,
    WalConfigDiff,
    WithLookupInterface,
    WithPayloadInterface,
    WithVector,
    WriteOrdering,
)

if TYPE_CHECKING:
    from numpy import bool_, number
    from numpy.typing import NDArray

    NumpyArray = NDArray[bool_ | number[Any]]
    """An array of numbers."""

__all__ = [
    "AliasOperations",
    "Batch",
    "ClusterOperations",
    "ClusterStatus",
    "CollectionClusterInfo",
    "CollectionInfo",
    "CollectionParamsDiff",
    "CollectionsAliasesResponse",
    "CollectionsResponse",
    "CountResult",
    "Distance",
    "DistributedTelemetryData",
    "Document",
    "FacetResponse",
    "FacetValue",
    "Filter",
    "GroupsResult",
    "HnswConfigDiff",
    "IdTrackerParams",
    "Image",
    "InferenceObject",
    "LookupLocation",
    "Mmr",
    "NumpyArray",
    "OptimizationsResponse",
    "OptimizationsWith",
    "OptimizersConfigDiff",
    "OrderBy",
    "Payload",
    "PayloadSchemaType",
    "PayloadSelector",
    "PayloadStorageParams",
    "PointId",
    "PointStruct",
    "PointVectors",
    "Points",
    "PointsSelector",
    "Prefetch",
    "QuantizationConfig",
    "QuantizationConfigDiff",
    "Query",
    "QueryRequest",
    "QueryResponse",
    "ReadConsistency",
    "RecommendStrategy",
    "Record",
    "ReplicaState",
    "ScoredPoint",
    "SearchMatrixOffsetsResponse",
    "SearchMatrixPair",
    "SearchMatrixPairsResponse",
    "SearchMatrixRequest",
    "SearchParams",
    "ShardKey",
    "ShardKeySelector",
    "ShardKeysResponse",
    "ShardingMethod",
    "SnapshotDescription",
    "SnapshotPriority",
    "SparseVector",
    "SparseVectorParams",
    "StrictModeConfig",
    "UpdateMode",
    "UpdateOperation",
    "UpdateResult",
    "Vector",
    "VectorInput",
    "VectorNameConfig",
    "VectorParams",
    "VectorStruct",
    "VectorsConfigDiff",
    "VersionInfo",
    "WalConfigDiff",
    "WithLookupInterface",
    "WithPayloadInterface",
    "WithVector",
    "WriteOrdering",
    "get_args_subscribed",
    "remap_type",
]

PointId = int | str | UUID
"""The id of a point."""

PayloadSchemaType = models.PayloadSchemaType | models.PayloadSchemaParams
"""The type of a payload index, alone or with its parameters."""

Points = Batch | Sequence[PointStruct]
"""Points to write, one by one or column by column."""

PointsSelector = list[PointId] | Filter | models.PointsSelector
"""Which points are meant."""

OrderBy = models.OrderByInterface
"""A payload field to order by, alone or with a direction."""

OptimizationsWith = OptimizationsPart
"""What a list of optimizations may hold besides those that run."""


def remap_type(tp: Any) -> Any:
    """Return the plain type that a strict one of pydantic stands for; any other as it is."""
    plain = {StrictStr: str, StrictInt: int, StrictFloat: float, StrictBool: bool}
    return plain.get(tp, tp)


def get_args_subscribed(tp: Any) -> tuple[Any, ...]:
    """Return the members of a union as `isinstance` takes them: `list` for a list of whatever."""
    return tuple(
        get_origin(member) if get_origin(member) in (list, dict) else remap_type(member) for member in get_args(tp)
    )


def __getattr__(name: str) -> Any:
    """Return what needs numpy only when it is asked for."""
    if name == "NumpyArray":
        import numpy as np
        import numpy.typing as npt

        return npt.NDArray[np.bool_ | np.number[Any]]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
