"""What searches start from: vectors, texts, and points whose vectors are looked up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.bm25 import Inferred, embed_query
from qschema.client.embedded.shard.ids import engine_id
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.vectors import engine_vector
from qschema.client.errors import BadRequest, NotFound


class Source(Protocol):
    """Where points are read: a shard."""

    def retrieve(self, body: models.PointRequest) -> list[models.Record]:
        """Read points by id."""
        ...

    def vector(self, point: int | UUID, name: str) -> Any:
        """Return a vector of a point as the API writes it, None if the point or its vector isn't there."""
        ...


Lookup = Callable[[models.LookupLocation], Source]
"""Finds the shard of another collection; raises if there is none."""


class Examples:
    """Turns what a search starts from into vectors of the kind that it searches in.

    Args:
        own: The shard that is searched.
        layout: The vectors of that shard.
        using: The vector that is searched in.
        source: Where the vectors of points are read.
        name: Which of their vectors.

    Attributes:
        points: The points that were looked up in the shard that is searched; it doesn't find them.
    """

    def __init__(self, own: Source, layout: Layout, using: str, source: Source, name: str) -> None:
        self._own = own
        self._layout = layout
        self._using = using
        self._source = source
        self._name = name
        self.points: list[int | UUID] = []

    def wire(self, given: models.VectorInput) -> Any:
        """Return a vector as the API writes it.

        Raises:
            BadRequest: It doesn't fit the vector that is searched in.
            NotFound: There is no such point, or it has no such vector.
        """
        found = self._resolved(given)
        self._fitting(found)
        return found

    def engine(self, given: models.VectorInput) -> Any:
        """Return a vector as the engine takes it; see `wire`."""
        return self._fitting(self._resolved(given))

    def fit(self, wire: Any) -> Any:
        """Return what `wire` returned, or an average of it, as the engine takes it."""
        return self._fitting(wire)

    def _resolved(self, given: models.VectorInput) -> Any:
        if isinstance(given, (int, str, UUID)):
            return self._looked_up(engine_id(given))
        if isinstance(given, Inferred):
            return embed_query(given)
        if isinstance(given, list) and not given:
            raise BadRequest("Wrong input: Vector dimension error: the vector is empty", status=400)
        return given

    def _fitting(self, wire: Any) -> Any:
        return engine_vector(wire, self._using, self._layout, embed_query)

    def _looked_up(self, point: int | UUID) -> Any:
        if self._source is self._own:
            self.points.append(point)
        vector = self._source.vector(point, self._name)
        if vector is None:
            raise NotFound(f"Not found: No point with id {point} found", status=404)
        return vector
