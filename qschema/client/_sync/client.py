"""The client itself: all groups of calls over one transport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qschema.client._sync.client_base import QdrantBase
from qschema.client.transports.opening import open_transport, stub_of, warn_of_exposed_secrets
from qschema.client.transports.target import IN_MEMORY, TokenProvider, target_of

if TYPE_CHECKING:
    from qschema.client._sync.api.all import SyncApis
    from qschema.client._sync.kinds import QdrantLocal, QdrantRemote


class QdrantClient(QdrantBase):
    """A Qdrant instance: a server, or the engine in this process. Nothing is opened before the first call.

    At most one of `location`, `url`, `host` and `path` is given; none of them means `localhost`. Clients can be
    pickled, copied and carried into forked processes: each then makes connections of its own.

    `qschema.client.context_headers` gives headers to the calls of a block, `qschema.client.call_log` tells their cost;
    `interceptors` see each request and its result.

    Args:
        location: `":memory:"` for an engine that forgets, or a URL.
        url: `[scheme://]host[:port][/prefix]`.
        port: The REST port where the URL has none. A URL with a path prefix is taken for a proxy on its scheme's port,
            unless this is another one than the default; None always means the scheme's port.
        grpc_port: The port of gRPC.
        prefer_grpc: Whether calls go over gRPC where it has them. A process that is forked from one that has used gRPC,
            which doesn't work there, uses REST.
        https: The scheme where the address names none; by default https if there is an `api_key`.
        api_key: The API key. A warning says so where it would travel unencrypted.
        prefix: The path before every call's path; an alternative to a path in `url`.
        timeout: Seconds that a call may take as a whole, where neither the call nor its `timeout` says anything; by
            default 65, a little more than a server works on a search. Servers are told the limit where they take
            one, and get up to 3 s more to say that they gave up.
        host: A host name or an IP address alone.
        path: The folder of an engine in this process.
        force_disable_check_same_thread: Has no effect: threads may share a client.
        grpc_options: Options of gRPC's channels, such as `grpc.keepalive_time_ms`. Of those about certificates,
            `root_certificates`, `private_key` and `certificate_chain` count where `verify` and `cert` say nothing.
        auth_token_provider: Returns a bearer token, or an awaitable of one; called before each call.
        cloud_inference: Whether a Qdrant Cloud embeds documents and images. All calls here leave that to the instance.
        local_inference_batch_size: Has no effect in this version.
        check_compatibility: Whether to look at the server's version once the first call went well, and to warn of one
            that this client isn't made for.
        pool_size: The most connections at a time, by default 100, and 3 over gRPC. They are kept alive.
        headers: Headers of every call.
        retries: How often a call that failed for the moment is repeated, by default 3; 0 switches that off. Repeated
            are calls that weren't let through (no connection; a rate limit that says when to come back), and those
            with one effect however often they arrive, when the connection breaks or the answer is 502, 503 or 504.
            The pauses grow, from 0.1 s at first, and never go beyond the call's own limit.
        verify: How the server's TLS certificate is checked: against the certificates of an authority of your own
            (the path of a file or a folder, or PEM bytes), by an `ssl.SSLContext`, or, with False, not at all.
        cert: The certificate that the client shows: a path or PEM bytes, or a tuple with the private key, likewise,
            and perhaps the key's password.
        read_only: Whether the folder at `path` is only read, and left exactly as it is. Any number of processes can do
            so at a time, while nobody has it open to write; calls that change something end in `ReadOnlyFolder`.
        **kwargs: `read_only`, `retries`, `verify`, `cert`; `grpc_compression`, a member of `grpc.Compression`; and
            options of `httpx` that say how to connect: `proxy`, `mounts`, `trust_env`, `http1`, `http2`, `limits`,
            `auth`, `transport`, `event_hooks`.

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
        target = target_of(self._init_options)
        warn_of_exposed_secrets(target)
        self._transport = open_transport(target)

    @property
    def init_options(self) -> dict[str, Any]:
        """The arguments of the constructor: `QdrantClient(**client.init_options)` reaches the same instance."""
        return self._init_options

    @property
    def http(self) -> SyncApis:
        """The calls of the REST API under its own names, in groups: `client.http.points_api.get_point(…)`."""
        from qschema.client._sync.api.all import SyncApis

        return SyncApis.over(self._transport)

    @property
    def grpc_collections(self) -> Any:
        """The methods of gRPC's service about collections, for messages of `qschema.client.grpc` made by hand."""
        return stub_of(self._transport, "Collections")

    @property
    def grpc_points(self) -> Any:
        """The methods of gRPC's service about points, for messages of `qschema.client.grpc` made by hand."""
        return stub_of(self._transport, "Points")

    @property
    def _client(self) -> QdrantRemote | QdrantLocal:
        """This client by its kind, for code that asks whether it is a remote or a local one."""
        from qschema.client._sync.kinds import by_kind

        return by_kind(self)

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy in another process needs; it makes its own connections."""
        if self._init_options["location"] == IN_MEMORY:
            raise TypeError("an engine in memory lives in this process alone: only clients with a url or a path travel")
        return {name: value for name, value in vars(self).items() if name != "_transport"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._transport = open_transport(target_of(self._init_options))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._transport!r})"
