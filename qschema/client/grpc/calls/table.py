"""All calls of Qdrant's gRPC API."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.grpc.calls.form import Call
from qschema.client.grpc.calls.legacy import (
    LegacyBatch,
    LegacyCall,
    LegacySearch,
    discovered,
    nearest,
    recommended,
)
from qschema.client.grpc.calls.single import ManyChanges, ManySearches, OnePoint, Searches

_COLLECTIONS, _POINTS, _SNAPSHOTS = "/qdrant.Collections/", "/qdrant.Points/", "/qdrant.Snapshots/"
_DONE, _WRITTEN = "CollectionOperationResponse", "PointsOperationResponse"
_GROUPS = models.QueryGroupsRequest

_SEARCH = LegacySearch("SearchPoints", nearest, using="vector_name", lacking=("lookup_from",))
_RECOMMEND = LegacySearch("RecommendPoints", recommended)
_DISCOVER = LegacySearch("DiscoverPoints", discovered, lacking=("score_threshold",))

CALLS: tuple[Call, ...] = (
    Call(f"{_COLLECTIONS}Get", requests.GetCollection, "GetCollectionInfoRequest", "GetCollectionInfoResponse"),
    Call(f"{_COLLECTIONS}List", requests.GetCollections, "ListCollectionsRequest", "ListCollectionsResponse"),
    Call(f"{_COLLECTIONS}Create", requests.CreateCollection, "CreateCollection", _DONE),
    Call(f"{_COLLECTIONS}Update", requests.UpdateCollection, "UpdateCollection", _DONE),
    Call(f"{_COLLECTIONS}Delete", requests.DeleteCollection, "DeleteCollection", _DONE),
    Call(f"{_COLLECTIONS}UpdateAliases", requests.UpdateAliases, "ChangeAliases", _DONE),
    Call(
        f"{_COLLECTIONS}ListCollectionAliases",
        requests.GetCollectionAliases,
        "ListCollectionAliasesRequest",
        "ListAliasesResponse",
    ),
    Call(f"{_COLLECTIONS}ListAliases", requests.GetAliases, "ListAliasesRequest", "ListAliasesResponse"),
    Call(
        f"{_COLLECTIONS}CollectionClusterInfo",
        requests.GetCollectionCluster,
        "CollectionClusterInfoRequest",
        "CollectionClusterInfoResponse",
    ),
    Call(
        f"{_COLLECTIONS}CollectionExists",
        requests.CollectionExists,
        "CollectionExistsRequest",
        "CollectionExistsResponse",
    ),
    Call(
        f"{_COLLECTIONS}UpdateCollectionClusterSetup",
        requests.UpdateCollectionCluster,
        "UpdateCollectionClusterSetupRequest",
        "UpdateCollectionClusterSetupResponse",
    ),
    Call(f"{_COLLECTIONS}CreateShardKey", requests.CreateShardKey, "CreateShardKeyRequest", "CreateShardKeyResponse"),
    Call(f"{_COLLECTIONS}DeleteShardKey", requests.DeleteShardKey, "DeleteShardKeyRequest", "DeleteShardKeyResponse"),
    Call(f"{_COLLECTIONS}ListShardKeys", requests.ListShardKeys, "ListShardKeysRequest", "ListShardKeysResponse"),
    Call(f"{_POINTS}Upsert", requests.UpsertPoints, "UpsertPoints", _WRITTEN),
    Call(f"{_POINTS}Delete", requests.DeletePoints, "DeletePoints", _WRITTEN),
    Call(f"{_POINTS}Get", requests.RetrievePoints, "GetPoints", "GetResponse"),
    Call(f"{_POINTS}UpdateVectors", requests.UpdateVectors, "UpdatePointVectors", _WRITTEN),
    Call(f"{_POINTS}DeleteVectors", requests.DeleteVectors, "DeletePointVectors", _WRITTEN),
    Call(f"{_POINTS}SetPayload", requests.SetPayload, "SetPayloadPoints", _WRITTEN),
    Call(f"{_POINTS}OverwritePayload", requests.OverwritePayload, "SetPayloadPoints", _WRITTEN),
    Call(f"{_POINTS}DeletePayload", requests.DeletePayload, "DeletePayloadPoints", _WRITTEN),
    Call(f"{_POINTS}ClearPayload", requests.ClearPayload, "ClearPayloadPoints", _WRITTEN),
    Call(f"{_POINTS}CreateFieldIndex", requests.CreatePayloadIndex, "CreateFieldIndexCollection", _WRITTEN),
    Call(f"{_POINTS}DeleteFieldIndex", requests.DeletePayloadIndex, "DeleteFieldIndexCollection", _WRITTEN),
    Call(f"{_POINTS}CreateVectorName", requests.CreateVectorName, "CreateVectorNameRequest", _WRITTEN),
    Call(f"{_POINTS}DeleteVectorName", requests.DeleteVectorName, "DeleteVectorNameRequest", _WRITTEN),
    Call(f"{_POINTS}Scroll", requests.ScrollPoints, "ScrollPoints", "ScrollResponse"),
    Call(f"{_POINTS}Count", requests.CountPoints, "CountPoints", "CountResponse"),
    ManyChanges(f"{_POINTS}UpdateBatch", requests.BatchUpdate, "UpdateBatchPoints", "UpdateBatchResponse"),
    Call(f"{_POINTS}Query", requests.QueryPoints, "QueryPoints", "QueryResponse"),
    ManySearches(
        f"{_POINTS}QueryBatch", requests.QueryBatch, "QueryBatchPoints", "QueryBatchResponse", body=Searches()
    ),
    Call(f"{_POINTS}QueryGroups", requests.QueryGroups, "QueryPointGroups", "QueryGroupsResponse"),
    Call(f"{_POINTS}Facet", requests.Facet, "FacetCounts", "FacetResponse"),
    Call(f"{_POINTS}SearchMatrixPairs", requests.SearchMatrixPairs, "SearchMatrixPoints", "SearchMatrixPairsResponse"),
    Call(
        f"{_POINTS}SearchMatrixOffsets",
        requests.SearchMatrixOffsets,
        "SearchMatrixPoints",
        "SearchMatrixOffsetsResponse",
    ),
    Call(f"{_SNAPSHOTS}Create", requests.CreateSnapshot, "CreateSnapshotRequest", "CreateSnapshotResponse"),
    Call(f"{_SNAPSHOTS}List", requests.ListSnapshots, "ListSnapshotsRequest", "ListSnapshotsResponse"),
    Call(f"{_SNAPSHOTS}Delete", requests.DeleteSnapshot, "DeleteSnapshotRequest", "DeleteSnapshotResponse"),
    Call(f"{_SNAPSHOTS}CreateFull", requests.CreateFullSnapshot, "CreateFullSnapshotRequest", "CreateSnapshotResponse"),
    Call(f"{_SNAPSHOTS}ListFull", requests.ListFullSnapshots, "ListFullSnapshotsRequest", "ListSnapshotsResponse"),
    Call(f"{_SNAPSHOTS}DeleteFull", requests.DeleteFullSnapshot, "DeleteFullSnapshotRequest", "DeleteSnapshotResponse"),
    Call("/qdrant.Qdrant/HealthCheck", requests.GetVersion, "HealthCheckRequest", "HealthCheckReply"),
)
"""The calls that requests are sent as."""

ONE_POINT = OnePoint(f"{_POINTS}Get", requests.GetPoint, "GetPoints", "GetResponse")
"""A request that goes the way of another; a server reads what it sends as the other."""

LEGACY: tuple[Call, ...] = (
    LegacyCall(f"{_POINTS}Search", requests.QueryPoints, "SearchPoints", "SearchResponse", _SEARCH),
    LegacyCall(
        f"{_POINTS}SearchBatch",
        requests.QueryBatch,
        "SearchBatchPoints",
        "SearchBatchResponse",
        LegacyBatch("search_points", _SEARCH),
    ),
    LegacyCall(
        f"{_POINTS}SearchGroups",
        requests.QueryGroups,
        "SearchPointGroups",
        "SearchGroupsResponse",
        LegacySearch("SearchPointGroups", nearest, _GROUPS, using="vector_name", lacking=("lookup_from",)),
    ),
    LegacyCall(f"{_POINTS}Recommend", requests.QueryPoints, "RecommendPoints", "RecommendResponse", _RECOMMEND),
    LegacyCall(
        f"{_POINTS}RecommendBatch",
        requests.QueryBatch,
        "RecommendBatchPoints",
        "RecommendBatchResponse",
        LegacyBatch("recommend_points", _RECOMMEND),
    ),
    LegacyCall(
        f"{_POINTS}RecommendGroups",
        requests.QueryGroups,
        "RecommendPointGroups",
        "RecommendGroupsResponse",
        LegacySearch("RecommendPointGroups", recommended, _GROUPS),
    ),
    LegacyCall(f"{_POINTS}Discover", requests.QueryPoints, "DiscoverPoints", "DiscoverResponse", _DISCOVER),
    LegacyCall(
        f"{_POINTS}DiscoverBatch",
        requests.QueryBatch,
        "DiscoverBatchPoints",
        "DiscoverBatchResponse",
        LegacyBatch("discover_points", _DISCOVER),
    ),
)
"""The calls that are read alone."""
