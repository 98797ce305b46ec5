"""The low-level doors, under the official client's names."""

from __future__ import annotations

from qschema.client._async.api.aliases import AsyncAliasesApi
from qschema.client._async.api.all import AsyncApis
from qschema.client._async.api.base import AsyncApiClient
from qschema.client._async.api.beta import AsyncBetaApi
from qschema.client._async.api.collections import AsyncCollectionsApi
from qschema.client._async.api.distributed import AsyncDistributedApi
from qschema.client._async.api.indexes import AsyncIndexesApi
from qschema.client._async.api.points import AsyncPointsApi
from qschema.client._async.api.quotas import AsyncQuotasApi
from qschema.client._async.api.search import AsyncSearchApi
from qschema.client._async.api.service import AsyncServiceApi
from qschema.client._async.api.snapshots import AsyncSnapshotsApi
from qschema.client._sync.api.aliases import SyncAliasesApi
from qschema.client._sync.api.all import SyncApis
from qschema.client._sync.api.base import ApiClient
from qschema.client._sync.api.beta import SyncBetaApi
from qschema.client._sync.api.collections import SyncCollectionsApi
from qschema.client._sync.api.distributed import SyncDistributedApi
from qschema.client._sync.api.indexes import SyncIndexesApi
from qschema.client._sync.api.points import SyncPointsApi
from qschema.client._sync.api.quotas import SyncQuotasApi
from qschema.client._sync.api.search import SyncSearchApi
from qschema.client._sync.api.service import SyncServiceApi
from qschema.client._sync.api.snapshots import SyncSnapshotsApi
from qschema.client.common.client_exceptions import ResourceExhaustedResponse
from qschema.client.errors import ResponseHandlingException, UnexpectedResponse

__all__ = [
    "ApiClient",
    "AsyncAliasesApi",
    "AsyncApiClient",
    "AsyncApis",
    "AsyncBetaApi",
    "AsyncCollectionsApi",
    "AsyncDistributedApi",
    "AsyncIndexesApi",
    "AsyncPointsApi",
    "AsyncQuotasApi",
    "AsyncSearchApi",
    "AsyncServiceApi",
    "AsyncSnapshotsApi",
    "ResourceExhaustedResponse",
    "ResponseHandlingException",
    "SyncAliasesApi",
    "SyncApis",
    "SyncBetaApi",
    "SyncCollectionsApi",
    "SyncDistributedApi",
    "SyncIndexesApi",
    "SyncPointsApi",
    "SyncQuotasApi",
    "SyncSearchApi",
    "SyncServiceApi",
    "SyncSnapshotsApi",
    "UnexpectedResponse",
]
