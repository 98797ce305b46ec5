"""One of the two sides of a copy."""

from __future__ import annotations

from dataclasses import dataclass

from qschema.client import QdrantClient


@dataclass(frozen=True)
class Side:
    """A collection of an instance.

    Attributes:
        client: The instance.
        collection: The collection, or an alias of it.
        place: Where the instance is: a URL, or the folder of an embedded one.
    """

    client: QdrantClient
    collection: str
    place: str
