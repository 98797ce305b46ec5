"""Marks: points that have to be looked at once more, kept as points of the same ids in a collection of their own.

Before a writer deletes a point in green it lays a mark, a tombstone: a page of the copy that was read before may bring
the point back later. And where green can't be written to, a mark says that it is behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import uuid4

from qschema.apply.copying.ids import PointId, plain
from qschema.client import QdrantClient, models
from qschema.client.errors import AlreadyExists

_PAGE = 500
_TOKEN = "laid"


class Marks:
    """The marks of one reindex.

    Args:
        client: The instance.
        name: The collection that holds them.
    """

    def __init__(self, client: QdrantClient, name: str) -> None:
        self._client = client
        self._name = name

    def make(self) -> None:
        """Make the collection, if it isn't there. Strict mode is off, because its limits would stop a mark."""
        mode = models.StrictModeConfig(enabled=False)
        try:
            self._client.create_collection(self._name, vectors_config={}, shard_number=1, strict_mode_config=mode)
        except AlreadyExists:
            return

    def drop(self) -> None:
        """Remove all of it."""
        self._client.delete_collection(self._name)

    def lay(self, ids: Sequence[PointId]) -> None:
        """Mark points, over marks that they have."""
        token = str(uuid4())
        points = [models.PointStruct(id=one, vector={}, payload={_TOKEN: token}) for one in ids]
        self._client.upsert(self._name, points, ordering=models.WriteOrdering.STRONG)

    def pages(self) -> Iterator[dict[PointId, str]]:
        """Yield marked points with the token of their marks, page by page."""
        offset = None
        while True:
            page, offset = self._client.scroll(self._name, limit=_PAGE, offset=offset)
            if page:
                yield {plain(one.id): (one.payload or {})[_TOKEN] for one in page}
            if offset is None:
                return

    def lift(self, page: dict[PointId, str]) -> None:
        """Remove marks, but not those that were laid again since the page was read."""
        if not page:
            return
        same = models.FieldCondition(key=_TOKEN, match=models.MatchAny(any=sorted(set(page.values()))))
        self._client.delete(self._name, models.Filter(must=[models.HasIdCondition(has_id=list(page)), same]))
