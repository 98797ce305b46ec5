"""The two kinds of clients under the official client's names, for code that makes them or tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.client._sync.api.all import SyncApis
from qschema.client._sync.client import QdrantClient
from qschema.client.transports.opening import stub_of
from qschema.client.transports.target import IN_MEMORY, EmbeddedTarget, RestTarget, TokenProvider, target_of


class QdrantRemote(QdrantClient):
    """A client of a server; see `QdrantClient` for the arguments."""

    def __init__(
        self,
        url: str | None = None,
        port: int | None = 6333,
        grpc_port: int = 6334,
        prefer_grpc: bool = False,
        https: bool | None = None,
        api_key: str | None = None,
        prefix: str | None = None,
        timeout: float | None = None,
        host: str | None = None,
        grpc_options: dict[str, Any] | None = None,
        auth_token_provider: TokenProvider | None = None,
        check_compatibility: bool = True,
        pool_size: int | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            url=url,
            port=port,
            grpc_port=grpc_port,
            prefer_grpc=prefer_grpc,
            https=https,
            api_key=api_key,
            prefix=prefix,
            timeout=timeout,
            host=host,
            grpc_options=grpc_options,
            auth_token_provider=auth_token_provider,
            check_compatibility=check_compatibility,
            pool_size=pool_size,
            headers=headers,
            **kwargs,
        )

    @property
    def rest_uri(self) -> str:
        """The URL before every call's path."""
        target = target_of(self._init_options)
        return target.address.base_url if isinstance(target, RestTarget) else ""

    @property
    def grpc_snapshots(self) -> Any:
        """The methods of gRPC's service about snapshots, for messages of `qschema.client.grpc` made by hand."""
        return stub_of(self._transport, "Snapshots")

    @property
    def grpc_root(self) -> Any:
        """The methods of gRPC's service about the instance, for messages of `qschema.client.grpc` made by hand."""
        return stub_of(self._transport, "Qdrant")

    @property
    def rest(self) -> SyncApis:
        """The calls of the REST API under its own names; another name of `http`."""
        return self.http

    @property
    def openapi_client(self) -> SyncApis:
        """The calls of the REST API under its own names; another name of `http`."""
        return self.http


class QdrantLocal(QdrantClient):
    """A client of the engine on this machine.

    Args:
        location: The engine's folder, or `":memory:"`.
        force_disable_check_same_thread: Has no effect: threads may share a client.
    """

    def __init__(self, location: str, force_disable_check_same_thread: bool = False) -> None:
        if location == IN_MEMORY:
            super().__init__(location)
        else:
            super().__init__(path=location)

    @property
    def location(self) -> str:
        """The engine's folder, or `":memory:"`."""
        return str(self._init_options["path"] or IN_MEMORY)


def by_kind(client: QdrantClient) -> QdrantRemote | QdrantLocal:
    """Return a client by its kind: another object over the same transport, unless it says its kind itself."""
    if isinstance(client, (QdrantRemote, QdrantLocal)):
        return client
    local = isinstance(target_of(client._init_options), EmbeddedTarget)
    view = QdrantLocal.__new__(QdrantLocal) if local else QdrantRemote.__new__(QdrantRemote)
    vars(view).update(vars(client))
    return view
