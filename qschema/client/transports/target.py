"""What a client's constructor was told, read into the place to connect to."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qschema.client.transports.address import Address, read_address
from qschema.client.transports.grpc.options import GrpcOptions, read_grpc_options
from qschema.client.transports.headers import standing_headers
from qschema.client.transports.retries import DEFAULT_RETRIES
from qschema.client.transports.tls import TlsOptions, read_tls

IN_MEMORY = ":memory:"

TokenProvider = Callable[[], str] | Callable[[], Awaitable[str]]

_HTTPX_OPTIONS = frozenset(
    ("auth", "event_hooks", "http1", "http2", "limits", "mounts", "proxy", "transport", "trust_env")
)
"""What is passed on to httpx: what says how to connect, not what says how to call."""

_OPTIONS = _HTTPX_OPTIONS | {"cert", "grpc_compression", "metadata", "read_only", "retries", "verify"}
"""Which names `**kwargs` of a client's constructor may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedTarget:
    """The engine in this process.

    Attributes:
        path: Its folder; None keeps everything in memory.
        read_only: Whether the folder is only read.
    """

    path: str | None
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestTarget:
    """A server: how it is reached over REST, and over gRPC.

    Attributes:
        address: Where it listens.
        headers: Headers of every call, the API key among them.
        token_provider: Returns the bearer token; asked before each call.
        timeout: The total time of a call that says nothing else, in seconds; None means that nobody set one.
        retries: How often a failed call is repeated.
        pool_size: The most connections at a time; None leaves it to each way.
        tls: How the server is known, and how this side makes itself known.
        check_compatibility: Whether to look at the server's version.
        httpx_options: Passed on to httpx.
        grpc: How it is reached over gRPC, and whether that is preferred.
    """

    address: Address
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    token_provider: TokenProvider | None = field(default=None, repr=False)
    timeout: float | None = None
    retries: int = DEFAULT_RETRIES
    pool_size: int | None = None
    tls: TlsOptions = field(default_factory=TlsOptions)
    check_compatibility: bool = False
    httpx_options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    grpc: GrpcOptions = field(default_factory=GrpcOptions)

    @property
    def exposes_secrets(self) -> bool:
        """Whether an API key or a token would travel where others can read it."""
        secret = "api-key" in self.headers or self.token_provider is not None
        return secret and self.address.scheme == "http" and not self.address.is_loopback


def target_of(init_options: Mapping[str, Any]) -> EmbeddedTarget | RestTarget:
    """Read the arguments of a client's constructor, the named and the free ones in one; see `read_target`."""
    named = {name: value for name, value in init_options.items() if name in _READ}
    free = {name: value for name, value in init_options.items() if name not in _READ | _WITHOUT_EFFECT}
    return read_target(**named, options=free)


def read_target(
    *,
    location: str | None,
    url: str | None,
    host: str | None,
    path: str | os.PathLike[str] | None,
    port: int | None,
    prefix: str | None,
    https: bool | None,
    grpc_port: int | None,
    prefer_grpc: bool,
    api_key: str | None,
    auth_token_provider: TokenProvider | None,
    cloud_inference: bool,
    timeout: float | None,
    pool_size: int | None,
    headers: Mapping[str, str] | None,
    grpc_options: Mapping[str, Any] | None,
    check_compatibility: bool,
    options: Mapping[str, Any],
) -> EmbeddedTarget | RestTarget:
    """Read the arguments of a client's constructor; `QdrantClient` says what each of them means.

    Raises:
        ValueError: They contradict each other, or one of them can't be read.
        TypeError: One of `options` is unknown.
    """
    if sum(place is not None for place in (location, url, host, path)) > 1:
        raise ValueError("location, url, host and path name the same thing: give one of them")
    if unknown := sorted(options.keys() - _OPTIONS):
        raise TypeError(f"unknown arguments: {', '.join(unknown)}")
    if location == IN_MEMORY or path is not None:
        if cloud_inference:
            raise ValueError("cloud_inference needs Qdrant Cloud; the engine in this process doesn't have it")
        if path is None and options.get("read_only"):
            raise ValueError("read_only needs a path: in memory there is nothing yet to read")
        read_only = bool(options.get("read_only"))
        return EmbeddedTarget(path=None if path is None else os.fspath(path), read_only=read_only)
    if options.get("read_only"):
        raise ValueError("read_only is for the folder of an embedded engine; a server has read-only API keys")
    if pool_size is not None and "limits" in options:
        raise ValueError("pool_size and limits say the same thing: give one of them")
    retries = options.get("retries", DEFAULT_RETRIES)
    if not isinstance(retries, int) or retries < 0:
        raise ValueError(f"retries is a number of repeated attempts, 0 for none, not {retries!r}")
    return RestTarget(
        address=read_address(
            url=location if url is None else url,
            host=host,
            port=port,
            prefix=prefix,
            https=api_key is not None if https is None else https,
        ),
        headers=standing_headers({**options.get("metadata", {}), **(headers or {})}, api_key),
        token_provider=auth_token_provider,
        timeout=timeout,
        retries=retries,
        pool_size=None if pool_size is None else max(1, pool_size),
        tls=read_tls(options.get("verify"), options.get("cert"), grpc_options),
        check_compatibility=check_compatibility,
        httpx_options={name: value for name, value in options.items() if name in _HTTPX_OPTIONS},
        grpc=read_grpc_options(prefer_grpc, grpc_port, grpc_options, options.get("grpc_compression")),
    )


_READ = frozenset(read_target.__annotations__) - {"options", "return"}
_WITHOUT_EFFECT = frozenset(("force_disable_check_same_thread", "local_inference_batch_size"))
