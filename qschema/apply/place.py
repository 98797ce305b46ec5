"""Where an instance is, and how it is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypedDict

from typing_extensions import Unpack

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.transports.target import EmbeddedTarget, target_of
from qschema.errors import QschemaError
from qschema.schema.project import Project
from qschema.schema.secrets import remember, remember_url

API_KEY = "QDRANT_API_KEY"
"""The variable that holds the key for a URL, as in Qdrant's own documentation and in most programs that use it."""


class AddressError(QschemaError):
    """The address of the instance can't be used."""

    code: ClassVar[str] = "cli.address"


@dataclass(frozen=True)
class Place:
    """Where an instance is.

    Attributes:
        url: A server; None for an embedded instance.
        path: The folder of an embedded instance; None for a server, and for one in memory.
        api_key: The key for the server.
        timeout: Seconds that a call may take; None for the client's own limit.
        client: A client of the instance that somebody else opened, and will close.
        peers: The URLs of the other nodes of its cluster, which the same key opens.
    """

    url: str | None = None
    path: Path | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float | None = None
    client: QdrantClient | None = None
    peers: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.url is not None:
            return self.url.rstrip("/")
        return str(self.path.resolve()) if self.path else ":memory:"

    @property
    def alone(self) -> bool:
        """Whether no other process reaches the instance, because it is an embedded one."""
        return self.url is None

    @property
    def is_empty(self) -> bool:
        """Whether it is a folder in which there is nothing yet."""
        return self.path is not None and not (self.path.exists() and any(self.path.iterdir()))

    @classmethod
    def of_client(cls, client: QdrantClient) -> Place:
        """Return the place that a client reaches."""
        target = target_of(client.init_options)
        if isinstance(target, EmbeddedTarget):
            return cls(path=Path(target.path) if target.path else None, client=client)
        return cls(url=target.address.base_url, client=client)

    @contextmanager
    def opened(self, *, to_write: bool = False) -> Iterator[QdrantClient]:
        """Open the instance.

        An embedded one that isn't there is made only to be written to; whoever only reads gets an empty one in memory.

        Raises:
            AddressError: The address can't be read.
        """
        if self.client is not None:
            yield self.client
            return
        try:
            client = self._client(to_write)
        except ValueError as error:
            raise AddressError("the address of the instance can't be used", where=str(self), why=str(error)) from None
        with client:
            yield client

    @contextmanager
    def with_peers(self, client: QdrantClient) -> Iterator[tuple[QdrantClient, ...]]:
        """Open the other nodes of the cluster, and return the clients of all of them, the given one first."""
        with ExitStack() as opened:
            others = (self._server(url) for url in self.peers)
            yield (client, *map(opened.enter_context, others))

    def _client(self, to_write: bool) -> QdrantClient:
        if self.is_empty and not to_write:
            return QdrantClient(":memory:")
        if self.path is not None:
            return QdrantClient(path=str(self.path))
        return self._server(self.url)

    def _server(self, url: str | None) -> QdrantClient:
        # what a server's version allows is the plan's business, and told there
        return QdrantClient(url=url, api_key=self.api_key, timeout=self.timeout, check_compatibility=False)


class Where(TypedDict, total=False):
    """How an instance is named: by one of `env`, `url`, `path` and `client`, or by none of them.

    Attributes:
        env: The name of an environment of the project's; without any name, its default one.
        url: A server.
        path: The folder of an embedded instance.
        client: A client of the instance, which stays open.
        api_key: The key for `url`; without it, what the variable `QDRANT_API_KEY` holds.
        timeout: Seconds that a call to `url` may take; without it, the client's own limit.
    """

    env: str | None
    url: str | None
    path: str | os.PathLike[str] | None
    client: QdrantClient | AsyncQdrantClient | None
    api_key: str | None
    timeout: float | None


def place_of(project: Project | None, **where: Unpack[Where]) -> Place:
    """Return the instance that is named, or else the project's environment.

    Args:
        project: The project; None if there is none.
        **where: How the instance is named.

    Raises:
        AddressError: None is named, or more than one.
        SchemaError: There is no such environment, or a variable that it refers to isn't set.
        TypeError: The client is one for an event loop.
    """
    env, url, path, client = where.get("env"), where.get("url"), where.get("path"), where.get("client")
    if sum(one is not None for one in (env, url, path, client)) > 1:
        raise AddressError("the instance is named more than once", fix="give one of env, url, path and client")
    if client is not None:
        if not isinstance(client, QdrantClient):
            raise TypeError(f"{type(client).__name__} is for the asynchronous functions, such as qschema.aplan")
        return Place.of_client(client)
    if path is not None:
        return Place(path=Path(path))
    if url is not None:
        remember_url(url)
        key = where.get("api_key") or os.environ.get(API_KEY) or None
        if key:
            remember(key)
        return Place(url=url, api_key=key, timeout=where.get("timeout"))
    if project is None:
        raise AddressError(
            "no instance is named",
            why="there is no qschema.yaml here",
            fix="give --url or --path, or --project DIR; in Python url, path or client",
        )
    chosen = project.environment(env)
    return Place(url=chosen.url, path=chosen.path, api_key=chosen.api_key, timeout=chosen.timeout, peers=chosen.peers)
