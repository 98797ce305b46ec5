"""The groups that points fall into, and which of them are the best.

As lib/collection/src/grouping/aggregator.rs of 1.19.0 has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.json_path import values_at

Hit = models.ScoredPoint


class Groups:
    """Collects points, and tells the best groups apart.

    Args:
        key: The payload field whose values are the groups.
        most: How many groups are wanted.
        size: How many points of each.
        descending: Whether a greater score is better.
    """

    def __init__(self, key: str, most: int, size: int, descending: bool) -> None:
        self._key = key
        self._most = most
        self._size = size
        self._descending = descending
        self._groups: dict[models.GroupId, dict[models.ExtendedPointId, Hit]] = {}

    def add(self, points: Iterable[Hit]) -> None:
        """Put points into all groups that they belong to."""
        for point in points:
            for id in _group_ids(point.payload, self._key):
                self._groups.setdefault(id, {}).setdefault(point.id, point)

    def points(self) -> list[models.ExtendedPointId]:
        """Return the ids of all points that are in a group."""
        return list({point: None for group in self._groups.values() for point in group})

    def filled(self) -> list[models.GroupId]:
        """Return the groups that have points enough."""
        return [id for id, group in self._groups.items() if len(group) >= self._size]

    def unfilled(self) -> list[models.GroupId]:
        """Return those of the best groups that don't have points enough."""
        return [id for id, group in self._ranked() if len(group) < self._size]

    def complete(self) -> bool:
        """Return whether there are enough of the best groups, with points enough each."""
        best = list(self._ranked())
        return len(best) == self._most and all(len(group) >= self._size for _, group in best)

    def best(self) -> Iterator[tuple[models.GroupId, list[Hit]]]:
        """Yield the best groups, each with its best points."""
        for id, group in self._ranked():
            yield id, self._sorted(group.values())[: self._size]

    def _ranked(self) -> Iterable[tuple[models.GroupId, dict[models.ExtendedPointId, Hit]]]:
        ranked = sorted(
            self._groups.items(), key=lambda item: self._sorted(item[1].values())[0].score, reverse=self._descending
        )
        return ranked[: self._most]

    def _sorted(self, points: Iterable[Hit]) -> list[Hit]:
        return sorted(points, key=lambda point: point.score, reverse=self._descending)


def _group_ids(payload: Any, key: str) -> list[models.GroupId]:
    """Return the groups of a point; none if a value is neither text nor a whole number."""
    ids: dict[models.GroupId, None] = {}
    for value in values_at(payload, key):
        for id in value if isinstance(value, list) else [value]:
            if isinstance(id, bool) or not isinstance(id, (int, str)):
                return []
            ids[id] = None
    return list(ids)
