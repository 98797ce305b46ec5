"""All groups of the REST API in one object."""

from __future__ import annotations

from typing import Any, Generic

from typing_extensions import TypeVar

from qschema.client._sync.api.aliases import SyncAliasesApi
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
from qschema.client.transports.base import Transport

C = TypeVar("C", bound=ApiClient, default=ApiClient)


class SyncApis(Generic[C]):
    """All calls of the REST API under its own names, in groups.

    Args:
        host: The URL of a server.
        **kwargs: Other arguments of `QdrantClient`.
    """

    client: ApiClient

    def __init__(self, host: str, **kwargs: Any) -> None:
        self._use(ApiClient(host, **kwargs))

    @classmethod
    def over(cls, transport: Transport) -> SyncApis[C]:
        """Return the groups over the transport of another client, whose it stays."""
        apis = cls.__new__(cls)
        apis._use(ApiClient.over(transport))
        return apis

    def _use(self, client: ApiClient) -> None:
        self.client = client
        self.aliases_api = SyncAliasesApi(client)
        self.beta_api = SyncBetaApi(client)
        self.collections_api = SyncCollectionsApi(client)
        self.distributed_api = SyncDistributedApi(client)
        self.indexes_api = SyncIndexesApi(client)
        self.points_api = SyncPointsApi(client)
        self.quotas_api = SyncQuotasApi(client)
        self.search_api = SyncSearchApi(client)
        self.service_api = SyncServiceApi(client)
        self.snapshots_api = SyncSnapshotsApi(client)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
