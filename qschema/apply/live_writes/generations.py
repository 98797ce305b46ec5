"""The old and the new generation of a collection, and the one way in which the new one is brought in line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qschema.apply.copying.ids import PointId, plain
from qschema.apply.copying.options import Transform, unchanged
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.shard_keys import shard_keys
from qschema.apply.live_writes.affected import Page
from qschema.apply.live_writes.errors import IdsChangedError
from qschema.apply.live_writes.marks import Marks
from qschema.apply.live_writes.parts import Parts
from qschema.apply.records import MirrorRecord
from qschema.apply.strict_mode import page_limit
from qschema.client import QdrantClient, models
from qschema.client.migrating.recreating import page_size
from qschema.client.requests.base import adapter
from qschema.client.requests.points import UpsertPoints

PAGE = 250
_ROUNDS = 10

NOTHING = models.FilterSelector(filter=models.Filter(must=[models.HasIdCondition(has_id=[])]))
"""No points at all. A server refuses an empty list of ids."""


class Generations:
    """Blue, which is the truth, and green, which follows it; or the points that both have under one shard key.

    Args:
        client: The instance, reached without interceptors.
        mirror: What the reindex is about.
        transform: Makes points of green from points of blue; it may leave points out, and never changes their ids.
        shard_key: The shard key; None for all points.

    Attributes:
        parts: The points under each shard key by themselves.
    """

    def __init__(
        self,
        client: QdrantClient,
        mirror: MirrorRecord,
        transform: Transform = unchanged,
        shard_key: models.ShardKey | None = None,
    ) -> None:
        self._client = client
        self._transform = transform
        self.blue = mirror.blue
        self.green = mirror.green
        self.shard_key = shard_key
        self.marks = Marks(client, mirror.marks, shard_key)
        self._page: int | None = None
        self.parts = Parts(
            client,
            self.blue,
            self.green,
            whole=self,
            part=lambda key: Generations(client, mirror, transform, key),
        )

    def converge(self, ids: Sequence[PointId], *, is_copying: bool = True) -> list[PointId]:
        """Bring points of green in line with blue, while others may write to both.

        They are read from blue and written to green; then they are read once more, and whatever has changed in between
        is written again. If everybody who changes a point of green does it this way, and everybody who changes a point
        of blue does it afterwards, both agree in the end, in whatever order the calls are carried out: look at the last
        write of a point to green. Whoever made it has read from blue the same point after it. Had blue changed since,
        then a write to green would have followed that change, and this one would not have been the last.

        Args:
            ids: The points, under whichever shard key.
            is_copying: Whether a copy may be under way that inserts what it has read before, so that a point that is
                deleted in green has to be marked first.

        Returns:
            Points that others write to all the time, so that they haven't come to rest.

        Raises:
            QdrantError: A call failed; green may be behind.
            IdsChangedError: The transform has changed ids.
        """
        if self.shard_key is None and self.parts.is_custom:
            return [one for part in self.parts.all() for one in part.converge(ids, is_copying=is_copying)]
        distinct = list(dict.fromkeys(ids))
        parts = (distinct[start : start + self.page] for start in range(0, len(distinct), self.page))
        return [one for part in parts for one in self._settle(part, is_copying=is_copying)]

    def _settle(self, moving: list[PointId], *, is_copying: bool) -> list[PointId]:
        seen = self._read(moving)
        for _ in range(_ROUNDS):
            if not moving:
                return []
            self._write(moving, [seen[one] for one in moving if one in seen], is_copying=is_copying)
            again = self._read(moving)
            moving = [one for one in moving if again.get(one) != seen.get(one)]
            seen = again
        return moving

    @property
    def page(self) -> int:
        """How many points are read and written at a time, so that strict mode lets them through."""
        if self._page is None:  # not a cached property, which has threads wait for each other before Python 3.12
            blue, green = (self._client.get_collection(name).config for name in (self.blue, self.green))
            self._page = min(page_limit(blue) or PAGE, page_limit(green) or PAGE, page_size(PAGE, green))
        return self._page

    def matching(self, where: models.Filter, selector: Any = None) -> Iterator[Page]:
        """Yield the ids of blue's points that match a filter, page by page; one page at least.

        Args:
            where: The filter.
            selector: The shard keys of a write.
        """
        offset = None
        while True:
            page, offset = self._client.scroll(
                self.blue,
                where,
                limit=self.page,
                offset=offset,
                with_payload=False,
                consistency=models.ReadConsistencyType.MAJORITY,
                shard_key_selector=selector,
            )
            yield [plain(one.id) for one in page], offset is None
            if offset is None:
                return

    def flush(self) -> None:
        """Wait until blue has carried out all writes that it has taken on so far, those that nobody waits for, too."""
        touch(self._client, self.blue)

    def expected(self, records: Sequence[Any]) -> PointColumns:
        """Return what green has to hold for points of blue: records, or dictionaries like them.

        Raises:
            IdsChangedError: The transform has changed ids.
        """
        points = PointColumns.of(records)
        made = self._transform(points) if records else points
        if strangers := set(made.ids) - set(points.ids):
            raise IdsChangedError(sorted(strangers, key=str)[0])
        return made

    def _read(self, ids: Sequence[PointId]) -> dict[PointId, models.Record]:
        if not ids:
            return {}
        found = self._client.retrieve(
            self.blue,
            ids,
            with_vectors=True,
            consistency=models.ReadConsistencyType.MAJORITY,
            shard_key_selector=self.shard_key,
        )
        return {plain(record.id): record for record in found}

    def _write(self, ids: Sequence[PointId], records: Sequence[models.Record], *, is_copying: bool) -> None:
        points = self.expected(records)
        if gone := sorted(set(ids) - set(points.ids), key=str):
            if is_copying:
                self.marks.lay(gone)
            strong = models.WriteOrdering.STRONG
            self._client.delete(self.green, gone, ordering=strong, shard_key_selector=self.shard_key)
        upsert(self._client, self.green, points, shard_key=self.shard_key)


def upsert(client: QdrantClient, collection: str, points: PointColumns, **options: Any) -> None:
    """Write points, whole, and wait until they are written."""
    for batch in points.batches():
        body = adapter(models.PointInsertOperations).validate_python({**batch.body, **options})
        client.send(UpsertPoints(collection, body, wait=True, ordering=models.WriteOrdering.STRONG))


def touch(client: QdrantClient, collection: str) -> None:
    """Delete no points: what any write needs permission for, and what waits for all writes before it."""
    for key in shard_keys(client, collection):
        client.delete(collection, NOTHING, shard_key_selector=key)
