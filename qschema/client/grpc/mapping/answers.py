"""What calls answer around their results: the cost of a call, the version, and lists."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.wrappers import Constant
from qschema.client.grpc.mapping.registry import add, holder, record, same

same(models.HardwareUsage, models.InferenceUsage, models.ModelUsage, models.Usage)
record(models.VersionInfo, "HealthCheckReply")
record(models.CollectionsResponse, "ListCollectionsResponse")
record(models.CollectionsAliasesResponse, "ListAliasesResponse")
record(models.ShardKeysResponse, "ListShardKeysResponse")
record(models.QueryResponse, "QueryResponse", names={"points": "result"})
record(models.QueryResponse, "BatchResult", names={"points": "result"})
record(models.ScrollResult, "ScrollResponse", names={"points": "result"})

for message in (
    *("CollectionExistsResponse", "CountResponse", "CreateShardKeyResponse", "CreateSnapshotResponse"),
    *("CollectionOperationResponse", "DeleteShardKeyResponse", "GetCollectionInfoResponse", "PointsOperationResponse"),
    *("QueryGroupsResponse", "RecommendGroupsResponse", "SearchGroupsResponse", "SearchMatrixOffsetsResponse"),
    *("SearchMatrixPairsResponse", "UpdateCollectionClusterSetupResponse"),
):
    holder(message, "snapshot_description" if message == "CreateSnapshotResponse" else "result")
for message in ("SearchResponse", "RecommendResponse", "DiscoverResponse"):
    record(models.QueryResponse, message, names={"points": "result"})
for message in (
    *("DiscoverBatchResponse", "GetResponse", "QueryBatchResponse", "RecommendBatchResponse", "SearchBatchResponse"),
    "UpdateBatchResponse",
):
    holder(message, "result", empty=list)
holder("ListSnapshotsResponse", "snapshot_descriptions", empty=list)
add("DeleteSnapshotResponse", Constant(True))
