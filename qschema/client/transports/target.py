"""What a client's constructor was told, read into the place to connect to."""

from __future__ import annotations

import os
import warnings
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qschema.client.errors import QdrantError
from qschema.client.transports.address import Address, read_address
from qschema.client.transports.deadline import DEFAULT_SECONDS
from qschema.client.transports.headers import standing_headers

IN_MEMORY = ":memory:"

TokenProvider = Callable[[], str] | Callable[[], Awaitable[str]]

_HTTPX_OPTIONS = frozenset(
    ("cert", "event_hooks", "http1", "http2", "limits", "mounts", "proxy", "transport", "trust_env", "verify")
)
"""What is passed on to httpx: what says how to connect, not what says how to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedTarget:
    """The engine in this process; `path` is its folder, None keeps everything in memory."""

    path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestTarget:
    """A server, reached over REST.

    Attributes:
        address: Where it listens.
        headers: Headers of every call, the API key among them.
        token_provider: Returns the bearer token; asked before each call.
        timeout: The total time of a call that says nothing else, in seconds.
        pool_size: The most connections at a time; None leaves it to httpx.
        httpx_options: Passed on to httpx.
    """

    address: Address
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    token_provider: TokenProvider | None = field(default=None, repr=False)
    timeout: float = DEFAULT_SECONDS
    pool_size: int | None = None
    httpx_options: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_target(
    *,
    location: str | None,
    url: str | None,
    host: str | None,
    path: str | os.PathLike[str] | None,
    port: int | None,
    prefix: str | None,
    https: bool | None,
    prefer_grpc: bool,
    api_key: str | None,
    auth_token_provider: TokenProvider | None,
    cloud_inference: bool,
    timeout: float | None,
    pool_size: int | None,
    headers: Mapping[str, str] | None,
    options: Mapping[str, Any],
) -> EmbeddedTarget | RestTarget:
    """Read the arguments of a client's constructor; `QdrantClient` says what each of them means.

    Raises:
        ValueError: They contradict each other, or one of them can't be read.
        TypeError: One of `options` is unknown.
        QdrantError: They ask for what this version doesn't have.
    """
    if sum(place is not None for place in (location, url, host, path)) > 1:
        raise ValueError("location, url, host and path name the same thing: give one of them")
    if location == IN_MEMORY or path is not None:
        if cloud_inference:
            raise ValueError("cloud_inference needs Qdrant Cloud; the engine in this process doesn't have it")
        return EmbeddedTarget(path=None if path is None else os.fspath(path))
    if prefer_grpc:
        raise QdrantError(
            "gRPC isn't part of this version",
            why="it comes later; REST serves the same calls",
            fix="leave out prefer_grpc",
        )
    if unknown := sorted(options.keys() - _HTTPX_OPTIONS - {"metadata"}):
        raise TypeError(f"unknown arguments: {', '.join(unknown)}")
    if pool_size is not None and "limits" in options:
        raise ValueError("pool_size and limits say the same thing: give one of them")
    secret = api_key is not None or auth_token_provider is not None
    address = read_address(
        url=location if url is None else url,
        host=host,
        port=port,
        prefix=prefix,
        https=api_key is not None if https is None else https,
    )
    if secret and address.scheme == "http" and not address.is_loopback:
        message = f"the API key or token travels unencrypted to {address.base_url}: use https"
        warnings.warn(message, UserWarning, stacklevel=3)
    return RestTarget(
        address=address,
        headers=standing_headers({**options.get("metadata", {}), **(headers or {})}, api_key),
        token_provider=auth_token_provider,
        timeout=DEFAULT_SECONDS if timeout is None else timeout,
        pool_size=None if pool_size is None else max(1, pool_size),
        httpx_options={name: value for name, value in options.items() if name != "metadata"},
    )
