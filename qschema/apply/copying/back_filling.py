"""Setting vectors of points that are there already: how a vector that was added to a collection is filled."""

from __future__ import annotations

from typing import Any

from qschema.apply.copying.halt import Halt
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.side import Side
from qschema.client import models
from qschema.client.errors import NotFound


class VectorWriter:
    """Sets vectors of points; whatever else they have stays.

    Args:
        dest: The destination.
        size: The most points of a request.
        halt: How writing is ended.
    """

    def __init__(self, dest: Side, *, size: int, halt: Halt) -> None:
        self._dest = dest
        self._size = size
        self._halt = halt

    def write(self, points: PointColumns, shard_key: models.ShardKey | None) -> int:
        """Set the vectors of points; return of how many, each confirmed.

        A server refuses a request with an id that it doesn't have (404), having carried out a part of it: somebody has
        deleted that point meanwhile, and the others are set again.

        Raises:
            HaltedError: Writing was ended before all were confirmed.
            QdrantError: A vector doesn't fit, or the server refused for good or could not answer for long.
        """
        written = 0
        for batch in points.batches(self._size):
            vectors = _rows(batch.vectors)
            given = [models.PointVectors(id=id, vector=vector) for id, vector in zip(batch.ids, vectors, strict=False)]
            try:
                self._set(given, shard_key)
            except NotFound:
                there = self._there(batch.ids, shard_key)
                given = [one for one in given if str(one.id) in there]
                self._set(given, shard_key)
            written += len(given)
        return written

    def _set(self, given: list[models.PointVectors], shard_key: models.ShardKey | None) -> None:
        if given:
            client, collection = self._dest.client, self._dest.collection
            self._halt.insist(lambda: client.update_vectors(collection, given, shard_key_selector=shard_key))

    def _there(self, ids: list[Any], shard_key: models.ShardKey | None) -> set[str]:
        client, collection = self._dest.client, self._dest.collection
        found = self._halt.insist(
            lambda: client.retrieve(collection, ids, with_payload=False, shard_key_selector=shard_key)
        )
        return {str(point.id) for point in found}


def _rows(columns: Any) -> list[Any]:
    """Return the vectors of each point."""
    if not isinstance(columns, dict):
        return [_plain(row) for row in columns]
    return [
        {name: _plain(one) for name, one in zip(columns, row, strict=True)}
        for row in zip(*columns.values(), strict=True)
    ]


def _plain(vector: Any) -> Any:
    if isinstance(vector, dict):
        return {key: _plain(part) for key, part in vector.items()}
    return vector.tolist() if hasattr(vector, "tolist") else vector
