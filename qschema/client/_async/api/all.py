"""All groups of the REST API in one object."""

from __future__ import annotations

from typing import Any, Generic

from typing_extensions import TypeVar

from qschema.client._async.api.aliases import AsyncAliasesApi
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
from qschema.client.transports.base import AsyncTransport

C = TypeVar("C", bound=AsyncApiClient, default=AsyncApiClient)


class AsyncApis(Generic[C]):
    """All calls of the REST API under its own names, in groups.

    Args:
        host: The URL of a server.
        **kwargs: Other arguments of `AsyncQdrantClient`.
    """

    client: AsyncApiClient

    def __init__(self, host: str, **kwargs: Any) -> None:
        self._use(AsyncApiClient(host, **kwargs))

    @classmethod
    def over(cls, transport: AsyncTransport) -> AsyncApis[C]:
        """Return the groups over the transport of another client, whose it stays."""
        apis = cls.__new__(cls)
        apis._use(AsyncApiClient.over(transport))
        return apis

    def _use(self, client: AsyncApiClient) -> None:
        self.client = client
        self.aliases_api = AsyncAliasesApi(client)
        self.beta_api = AsyncBetaApi(client)
        self.collections_api = AsyncCollectionsApi(client)
        self.distributed_api = AsyncDistributedApi(client)
        self.indexes_api = AsyncIndexesApi(client)
        self.points_api = AsyncPointsApi(client)
        self.quotas_api = AsyncQuotasApi(client)
        self.search_api = AsyncSearchApi(client)
        self.service_api = AsyncServiceApi(client)
        self.snapshots_api = AsyncSnapshotsApi(client)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.client.aclose()
