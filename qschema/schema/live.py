"""What an instance shows, in the types of a declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qschema.client.gates import version_of
from qschema.schema.spec import CollectionSpec

MARK_KEY = "qschema"
"""The key of a collection's metadata that says which project owns it; it is never part of a declaration."""

RESERVED_PREFIX = "_qschema"
"""Collections and aliases whose names start so are qschema's own, and hidden."""


class Mark(NamedTuple):
    """The mark of ownership in a collection's metadata.

    Attributes:
        project: The project that owns the collection.
        collection: The name under which it is declared.
        generation: 1 for the first collection of that name, one more for each replacement.
        whole: Whether it has come to hold what it was made to hold; until then it is only to be filled, or to go.
    """

    project: str
    collection: str
    generation: int
    whole: bool = True

    def as_metadata(self) -> dict[str, Any]:
        """Return the metadata that holds the mark; nothing is said of what is so nearly always."""
        said = self._asdict()
        return {MARK_KEY: {key: value for key, value in said.items() if key != "whole" or not value}}


@dataclass(frozen=True)
class LiveCollection:
    """A collection as the instance shows it.

    Attributes:
        name: Its physical name.
        spec: Its configuration, without the mark; aliases are those that point to it.
        mark: Whose it is; None if nobody has marked it.
        points: How many points it holds, approximately.
        status: `green`, `yellow`, `grey` or `red`.
        indexed: How many vectors lie in a graph already, approximately.
    """

    name: str
    spec: CollectionSpec
    mark: Mark | None = None
    points: int | None = None
    status: str = "green"
    indexed: int | None = None


@dataclass(frozen=True)
class LiveInstance:
    """An instance, as far as it was read.

    Attributes:
        version: The server's version, such as `1.19.0`.
        collections: The collections by physical name, without reserved ones.
        aliases: Alias → physical name, without reserved ones.
        peers: The peers of a cluster by number: the version of each, or None where nobody tells; empty without one.
        shadowed: Names of collections that can't be reached, because an alias of the same name hides them.
        reserved: Reserved alias → physical name. Nothing that is declared is held against them.
    """

    version: str
    collections: Mapping[str, LiveCollection]
    aliases: Mapping[str, str]
    peers: Mapping[str, str | None] = field(default_factory=dict)
    shadowed: tuple[str, ...] = ()
    reserved: Mapping[str, str] = field(default_factory=dict, compare=False)

    def target_of(self, alias: str) -> str | None:
        """Return where an alias leads, a reserved one, too; None if there is none."""
        return self.aliases.get(alias, self.reserved.get(alias))

    @property
    def lowest(self) -> str:
        """The lowest version among the server that answered and its peers: a cluster knows what that one knows."""
        return min((self.version, *filter(None, self.peers.values())), key=version_of)
