"""Marks: points that have to be looked at once more, kept as points of the same ids in a collection of their own.

Where an id may stand under several shard keys, a mark's id is made of both, and its payload tells them.

Before a writer deletes a point in green it lays a mark, a tombstone: a page of the copy that was read before may bring
the point back later. And where green can't be written to, a mark says that it is behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_OID, uuid4, uuid5

from qschema.apply.copying.ids import PointId, plain
from qschema.client import QdrantClient, models
from qschema.client.errors import AlreadyExists

_PAGE = 500
_TOKEN, _KEY, _ID = "laid", "shard_key", "id"


class Marks:
    """The marks of one reindex.

    Args:
        client: The instance.
        name: The collection that holds them.
        shard_key: The shard key under which the points are; None without custom sharding.
    """

    def __init__(self, client: QdrantClient, name: str, shard_key: models.ShardKey | None = None) -> None:
        self._client = client
        self._name = name
        self._key = shard_key

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
        points = [models.PointStruct(id=self._place(one), vector={}, payload=self._payload(one, token)) for one in ids]
        self._client.upsert(self._name, points, ordering=models.WriteOrdering.STRONG)

    def pages(self) -> Iterator[dict[PointId, str]]:
        """Yield marked points with the token of their marks, page by page."""
        offset = None
        while True:
            page, offset = self._client.scroll(self._name, self._mine, limit=_PAGE, offset=offset)
            if page:
                payloads = [{_ID: plain(one.id), **(one.payload or {})} for one in page]
                yield {payload[_ID]: payload[_TOKEN] for payload in payloads}
            if offset is None:
                return

    def lift(self, page: dict[PointId, str]) -> None:
        """Remove marks, but not those that were laid again since the page was read."""
        if not page:
            return
        same = models.FieldCondition(key=_TOKEN, match=models.MatchAny(any=sorted(set(page.values()))))
        self._client.delete(
            self._name, models.Filter(must=[models.HasIdCondition(has_id=[self._place(one) for one in page]), same])
        )

    @property
    def _mine(self) -> models.Filter | None:
        if self._key is None:
            return None
        return models.Filter(must=[models.FieldCondition(key=_KEY, match=models.MatchValue(value=self._key))])

    def _place(self, one: PointId) -> PointId:
        return one if self._key is None else str(uuid5(NAMESPACE_OID, repr((self._key, one))))

    def _payload(self, one: PointId, token: str) -> dict[str, object]:
        return {_TOKEN: token} if self._key is None else {_TOKEN: token, _KEY: self._key, _ID: one}
