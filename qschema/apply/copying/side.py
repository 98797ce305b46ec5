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

    def vector_names(self) -> list[str]:
        """Return the names of its vectors; "" for the one without a name."""
        params = self.client.get_collection(self.collection).config.params
        dense = params.vectors if isinstance(params.vectors, dict) else {"": params.vectors}
        return [*dense, *(params.sparse_vectors or {})]
