"""From the options before a command to the project and the instance that it is about."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from qschema.cli.output import say
from qschema.cli.scope import Scope
from qschema.client import QdrantClient
from qschema.errors import QschemaError
from qschema.planner.render_lines import Role, Span
from qschema.schema.project import PROJECT_FILE, Project, load_project
from qschema.schema.secrets import remember, remember_url

API_KEY = "QDRANT_API_KEY"
"""The variable that holds the key for `--url`, as in Qdrant's own documentation and in most programs that use it."""


class AddressError(QschemaError):
    """The address of the instance can't be used."""

    code: ClassVar[str] = "cli.address"


@dataclass(frozen=True)
class Place:
    """Where an instance is.

    Attributes:
        url: A server; None for an embedded instance.
        path: The folder of an embedded instance; None for a server.
        api_key: The key for the server.
        timeout: Seconds that a call may take; None for the client's own limit.
    """

    url: str | None = None
    path: Path | None = None
    api_key: str | None = None
    timeout: float | None = None

    def __str__(self) -> str:
        return str(self.path.resolve()) if self.path else str(self.url).rstrip("/")

    @property
    def is_empty(self) -> bool:
        """Whether it is a folder in which there is nothing yet."""
        return self.path is not None and not (self.path.exists() and any(self.path.iterdir()))


def project_if_any(directory: Path) -> Project | None:
    """Read the project in a folder; None if the folder has none."""
    return load_project(directory) if (directory / PROJECT_FILE).exists() else None


def place_of(scope: Scope, project: Project | None) -> Place:
    """Return the instance that the options name, or else the project's environment."""
    if scope.path is not None:
        return Place(path=scope.path)
    if scope.url is not None:
        remember_url(scope.url)
        key = os.environ.get(API_KEY) or None
        if key:
            remember(key)
        return Place(url=scope.url, api_key=key)
    if project is None:
        raise AddressError(
            "no instance is named", why="there is no qschema.yaml here", fix="give --url or --path, or --project DIR"
        )
    chosen = project.environment(scope.env)
    return Place(url=chosen.url, path=chosen.path, api_key=chosen.api_key, timeout=chosen.timeout)


@contextmanager
def opened(place: Place, *, to_write: bool = False) -> Iterator[QdrantClient]:
    """Open an instance.

    An embedded one that isn't there is made only to be written to; whoever only reads gets an empty one in memory.

    Raises:
        AddressError: The address can't be read.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            client = _client(place, to_write)
        except ValueError as error:
            raise AddressError("the address of the instance can't be used", where=str(place), why=str(error)) from None
    for one in caught:
        say(Span("Warning: ", Role.CHANGE), str(one.message))
    with client:
        yield client


def _client(place: Place, to_write: bool) -> QdrantClient:
    if place.is_empty and not to_write:
        return QdrantClient(":memory:")
    if place.path is not None:
        return QdrantClient(path=str(place.path))
    # what a server's version allows is the plan's business, and told there
    return QdrantClient(url=place.url, api_key=place.api_key, timeout=place.timeout, check_compatibility=False)
