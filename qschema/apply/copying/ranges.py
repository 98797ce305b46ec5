"""Cutting the ids of a collection into ranges that are copied side by side."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from qschema.apply.copying.ids import PointId, place_of, plain
from qschema.client import QdrantClient, models

_DRAWN_PER_RANGE = 16
"""How many ids are drawn for each range: with more, the ranges are more alike in size."""


class IdRange(BaseModel):
    """Ids in order, from one to below another.

    Attributes:
        start: The first; None for the very first.
        end: The first that isn't in it any more; None if it goes to the last.
        shard_key: The shard key whose points these are; None without custom sharding.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: PointId | None = None
    end: PointId | None = None
    shard_key: models.ShardKey | None = None

    def holds(self, id: PointId) -> bool:
        """Whether an id isn't beyond the end."""
        return self.end is None or place_of(id) < place_of(self.end)


def cut(
    client: QdrantClient,
    collection: str,
    count: int,
    *,
    where: models.Filter | None = None,
    shard_key: models.ShardKey | None = None,
) -> list[IdRange]:
    """Cut the ids of a collection into ranges of about as many points.

    The bounds are drawn from the points that are there. Together the ranges hold every id there can be, so that what
    is inserted later has a range, too.

    Args:
        client: The instance.
        collection: The collection.
        count: How many ranges are wanted; there may be fewer.
        where: Which points are to be copied.
        shard_key: The shard key whose points these are.
    """
    drawn = [] if count < 2 else _drawn(client, collection, count * _DRAWN_PER_RANGE, where, shard_key)
    drawn.sort(key=place_of)
    bounds = list(dict.fromkeys(drawn[len(drawn) * n // count] for n in range(1, count) if drawn))
    starts, ends = [None, *bounds], [*bounds, None]
    return [IdRange(start=start, end=end, shard_key=shard_key) for start, end in zip(starts, ends, strict=True)]


def _drawn(
    client: QdrantClient,
    collection: str,
    count: int,
    where: models.Filter | None,
    shard_key: models.ShardKey | None,
) -> list[PointId]:
    """Draw ids at random."""
    strict = client.get_collection(collection).config.strict_mode_config
    most = strict.max_query_limit if strict and strict.enabled else None
    found = client.query_points(
        collection,
        query=models.SampleQuery(sample=models.Sample.RANDOM),
        query_filter=where,
        limit=min(count, most or count),
        with_payload=False,
        shard_key_selector=shard_key,
    )
    return [plain(point.id) for point in found.points]
