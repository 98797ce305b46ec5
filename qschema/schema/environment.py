"""An environment: an instance, how to reach it, and what is different there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qschema.client.transports.address import read_address
from qschema.schema.errors import BadValueError, ContradictionError, MissingKeyError, Problems
from qschema.schema.nodes import MapNode, Node, Scalar
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.reading.containers import ListOf, MapNodes, MapOf
from qschema.schema.reading.numbers import Flag, Number
from qschema.schema.reading.records import Field, Record
from qschema.schema.reading.texts import Secret, Text
from qschema.schema.secrets import remember_url
from qschema.schema.snapshots import SNAPSHOTS, SnapshotPolicy


@dataclass(frozen=True)
class Environment:
    """An instance, and what is different there.

    Attributes:
        name: The environment's name.
        url: Where a server listens; None for the engine in this process.
        path: The folder of the engine in this process; None for a server.
        api_key: The API key.
        prefer_grpc: Whether to use gRPC where there is a choice.
        timeout: Seconds that a call may take; None leaves it to the client.
        overrides: What is declared otherwise here, as nodes: `collections` by name, and `defaults`.
        snapshots: Which snapshots are taken here, and how long they are kept.
        peers: Where the other nodes of its cluster listen: a snapshot holds only what lies on the node that takes it.
    """

    name: str
    url: str | None = None
    path: Path | None = None
    api_key: str | None = field(default=None, repr=False)
    prefer_grpc: bool = False
    timeout: float | None = None
    overrides: MapNode | None = field(default=None, repr=False)
    snapshots: SnapshotPolicy = field(default_factory=SnapshotPolicy)
    peers: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the instance is, as it can be shown: the URL, or the folder."""
        return self.url or str(self.path)


class _Url(Text):
    """Reads a URL; a password in it is remembered as a secret before anything can tell of it."""

    def read(self, node: Node, reading: Reading) -> Any:
        if isinstance(node, Scalar):
            remember_url(node.text)
        value = super().read(node, reading)
        if value is FAILED:
            return FAILED
        remember_url(value)
        try:
            read_address(url=value)
        except ValueError as error:
            reading.problems.add(
                BadValueError(
                    f"{reading.address} is no URL of a server: {error}",
                    where=str(node.source),
                    fix="write http://HOST:6333 or https://HOST:6333, and an API key as api_key",
                )
            )
            return FAILED
        return value


class _Folder(Text):
    """Reads the path of the engine's folder."""

    def read(self, node: Node, reading: Reading) -> Any:
        value = super().read(node, reading)
        if value not in ("", ":memory:"):
            return value
        reading.problems.add(
            BadValueError(
                f"{reading.address} can't be {reading.shown(node)}",
                where=str(node.source),
                why="an instance in memory ends with the command that made it" if value else "",
                fix="name a folder, such as .qschema/local",
            )
        )
        return FAILED


def collection_record() -> Record:
    """Return how a collection is read; looked up late, because most of what reads a project reads no collection."""
    from qschema.schema.reading.of_types import record_of
    from qschema.schema.spec import CollectionSpec

    return record_of(CollectionSpec)


def _overrides() -> Record:
    one = collection_record()
    return Record({"defaults": Field(one), "collections": Field(MapOf(one))}, name="Overrides")


ENVIRONMENT = Record(
    {
        "url": Field(_Url()),
        "path": Field(_Folder()),
        "api_key": Field(Secret()),
        "prefer_grpc": Field(Flag()),
        "timeout": Field(Number((0.1, 86400))),
        "peers": Field(ListOf(_Url())),
        "snapshots": Field(SNAPSHOTS),
        "overrides": Field(MapNodes(_overrides)),
    },
    hints={
        "host": "write url: http://HOST:6333",
        "port": "write url: http://HOST:PORT",
        "https": "write url: https://HOST:6333",
        "token": "write api_key",
        "key": "write api_key",
    },
)


def check_environment(node: Node, reading: Reading) -> Any:
    """Read an environment and see that it names one place.

    Returns:
        The values by key, or `FAILED`.
    """
    said = ENVIRONMENT.read(node, reading)
    if not isinstance(node, MapNode):
        return FAILED
    places = [key for key in ("url", "path") if _says(node, key)]
    if not places:
        reading.problems.add(
            MissingKeyError(
                f"{reading.address} says not where the instance is",
                where=str(node.source),
                fix="add url: for a server, or path: for the engine in this process",
            )
        )
    elif len(places) == 2:
        reading.problems.add(
            ContradictionError(
                f"{reading.address} has a url and a path",
                where=str(node.entries["path"][0].source),
                why="url is a server, path the engine in this process",
                fix="take one of them out",
            )
        )
    elif places == ["path"]:
        for key in ("api_key", "prefer_grpc", "timeout", "peers"):
            if _says(node, key):
                reading.problems.add(
                    ContradictionError(
                        f"{reading.address} has a path and {key}",
                        where=str(node.entries[key][0].source),
                        why=f"the engine in this process has no {key}",
                        fix="take one of them out",
                    )
                )
    return said


def _says(node: MapNode, key: str) -> bool:
    value = node.get(key)
    return value is not None and not (isinstance(value, Scalar) and value.is_null)


class Environments(Mapping[str, Environment]):
    """Name → environment; each is read when it is asked for, so that only its own variables must be set."""

    def __init__(self, nodes: Mapping[str, Node], directory: Path, variables: Mapping[str, str]) -> None:
        self._nodes = nodes
        self._directory = directory
        self._variables = variables

    def __getitem__(self, name: str) -> Environment:
        problems = Problems()
        reading = Reading(self._variables, problems, at=("environments", name))
        said = check_environment(self._nodes[name], reading)
        problems.raise_if_any()
        path = said.pop("path", None)
        api_key = said.pop("api_key", None) or None  # an empty variable is no key
        snapshots = said.pop("snapshots", {})
        return Environment(
            name,
            path=self._folder(path),
            api_key=api_key,
            snapshots=SnapshotPolicy(**{**snapshots, "folder": self._folder(snapshots.get("folder"))}),
            peers=tuple(said.pop("peers", ())),
            **said,
        )

    def _folder(self, path: str | None) -> Path | None:
        return None if path is None else self._directory / Path(path).expanduser()

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __repr__(self) -> str:
        return f"Environments({', '.join(self._nodes)})"
