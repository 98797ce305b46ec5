"""The client itself: all groups of calls over one transport."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from qschema.client._sync.aliases import AliasCalls
from qschema.client._sync.collections import CollectionCalls
from qschema.client._sync.indexes import IndexCalls
from qschema.client._sync.points import PointCalls
from qschema.client._sync.query import QueryCalls
from qschema.client._sync.service import ServiceCalls
from qschema.client._sync.vectors import VectorCalls
from qschema.client.arguments import refuse_unknown
from qschema.client.transports.opening import open_transport
from qschema.client.transports.target import TokenProvider, read_target

if TYPE_CHECKING:
    from typing_extensions import Self


class QdrantClient(
    CollectionCalls,
    VectorCalls,
    IndexCalls,
    AliasCalls,
    PointCalls,
    QueryCalls,
    ServiceCalls,
):
    """A Qdrant instance: a server, or the engine in this process. Nothing is opened before the first call.

    At most one of `location`, `url`, `host` and `path` is given; none of them means `localhost`.

    Args:
        location: `":memory:"` for an engine that forgets, or a URL.
        url: `[scheme://]host[:port][/prefix]`.
        port: The REST port where the URL has none. A URL with a path prefix is taken for a proxy on its scheme's port,
            unless this is another one than the default; None always means the scheme's port.
        grpc_port: Has no effect in this version.
        prefer_grpc: Must be false in this version.
        https: The scheme where the address names none; by default https if there is an `api_key`.
        api_key: The API key.
        prefix: The path before every call's path; an alternative to a path in `url`.
        timeout: Seconds that a call may take as a whole, where neither the call nor its `timeout` says anything; by
            default 65, a little more than a server works on a search.
        host: A host name or an IP address alone.
        path: The folder of an engine in this process.
        force_disable_check_same_thread: Has no effect: threads may share a client.
        grpc_options: Has no effect in this version.
        auth_token_provider: Returns a bearer token; called before each call.
        cloud_inference: Whether a Qdrant Cloud embeds documents and images. All calls here leave that to the instance.
        local_inference_batch_size: Has no effect in this version.
        check_compatibility: Has no effect: nothing is asked before the first call.
        pool_size: The most connections at a time, by default 100. They are kept alive.
        headers: Headers of every call.
        **kwargs: Options of `httpx` that say how to connect, such as `verify`, `cert`, `proxy`, `http2` or `limits`.

    Raises:
        ValueError: Arguments contradict each other, or one can't be read.
        TypeError: There is no such argument.
    """

    def __init__(
        self,
        location: str | None = None,
        url: str | None = None,
        port: int | None = 6333,
        grpc_port: int = 6334,
        prefer_grpc: bool = False,
        https: bool | None = None,
        api_key: str | None = None,
        prefix: str | None = None,
        timeout: float | None = None,
        host: str | None = None,
        path: str | None = None,
        force_disable_check_same_thread: bool = False,
        grpc_options: dict[str, Any] | None = None,
        auth_token_provider: TokenProvider | None = None,
        cloud_inference: bool = False,
        local_inference_batch_size: int | None = None,
        check_compatibility: bool = True,
        pool_size: int | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        given = {name: value for name, value in locals().items() if name not in ("self", "kwargs")}
        self._init_options: dict[str, Any] = {**given, **kwargs}
        target = read_target(
            location=location,
            url=url,
            host=host,
            path=path,
            port=port,
            prefix=prefix,
            https=https,
            prefer_grpc=prefer_grpc,
            api_key=api_key,
            auth_token_provider=auth_token_provider,
            cloud_inference=cloud_inference,
            timeout=timeout,
            pool_size=pool_size,
            headers=headers,
            options=kwargs,
        )
        self._transport = open_transport(target)

    @property
    def init_options(self) -> dict[str, Any]:
        """The arguments of the constructor: `QdrantClient(**client.init_options)` reaches the same instance."""
        return self._init_options

    def close(self, grpc_grace: float | None = None, **kwargs: Any) -> None:
        """Give back connections, or the engine's folder; a second call does nothing.

        Args:
            grpc_grace: Has no effect in this version.
            **kwargs: Refused by name.
        """
        refuse_unknown("close", kwargs)
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._transport!r})"
