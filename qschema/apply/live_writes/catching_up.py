"""Passes that bring green in line with blue, whoever writes to blue: by comparing points, or by the time of changes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from pydantic import TypeAdapter

from qschema.apply.copying.ids import PointId, plain
from qschema.apply.copying.points import PointColumns
from qschema.apply.live_writes.generations import PAGE, Generations
from qschema.apply.live_writes.lag import Lag
from qschema.apply.live_writes.likeness import Likeness
from qschema.apply.live_writes.pairs import MAJORITY, Pair, PairReader, Point, check_time, id_of
from qschema.client import QdrantClient, models

OVERLAP_SECONDS = 60

_datetime: TypeAdapter[datetime] = TypeAdapter(datetime)


class CatchUp:
    """Brings green in line with blue, pass after pass, once all points were copied.

    Args:
        client: The instance.
        generations: The two.
        updated_at: A payload field that each write sets to the time, as a datetime or an integer, and that has an index
            of such a type. A pass then looks only at points that were changed since the one before, and at the ids of
            all; without it, it compares all points.
        since: The time at which the copy began, in the field's own form; None makes the first pass look at all points.
        overlap: How much earlier than the newest time of the pass before a pass begins, since clocks differ and writes
            take their time: seconds, or for integers a number in the field's own unit.
    """

    def __init__(
        self,
        client: QdrantClient,
        generations: Generations,
        *,
        updated_at: str | None = None,
        since: str | int | None = None,
        overlap: int = OVERLAP_SECONDS,
    ) -> None:
        self._client = client
        self._generations = generations
        self._likeness = Likeness(client.get_collection(generations.green).config.params)
        self._field = updated_at
        self._since = since
        self._overlap = overlap

    def run(self, until: float | None = None) -> Lag:
        """Make one pass.

        Args:
            until: While nobody writes: when to break off, by `time.monotonic`. None for a pass among writers.

        Returns:
            How far green was behind.

        Raises:
            OutOfTime: It was broken off. What it found until then is in line.
            QdrantError: A call failed; likewise.
        """
        began = time.monotonic()
        if until is None:  # else blue takes no writes, and all before were waited for
            self._generations.flush()
        self._generations.parts.align()
        parts = self._generations.parts.all()
        lag = sum((self._repair(part, until) for part in parts), Lag())
        newest = self._newest()
        lag = sum((self._compare(part, until) for part in parts), lag)
        check_time(until)
        self._since = newest
        return lag + Lag(seconds=time.monotonic() - began)

    def repair(self, until: float | None = None) -> Lag:
        """Look at marked points once more, and at no others; all that is needed where every writer follows."""
        return sum((self._repair(part, until) for part in self._generations.parts.all()), Lag())

    def _repair(self, part: Generations, until: float | None) -> Lag:
        lag = Lag()
        for page in part.marks.pages():
            moving = part.converge(list(page), is_copying=False)
            part.marks.lift({one: token for one, token in page.items() if one not in moving})
            lag += Lag(looked=len(page), changed=len(page), moving=len(moving))
            check_time(until)
        return lag

    def _compare(self, part: Generations, until: float | None) -> Lag:
        reader = PairReader(self._client, part)
        if self._since is None:
            return self._settle(part, reader.pairs(until, everything=True), until)
        changed = reader.points(part.blue, until, everything=True, where=self._recent())
        lag = self._settle(part, ((id_of(one), one, None) for one in changed), until, is_green_known=False)
        strays = (pair for pair in reader.pairs(until, everything=False) if None in pair)
        return lag + self._settle(part, strays, until, is_blue_known=False)

    def _settle(
        self,
        part: Generations,
        pairs: Iterable[Pair],
        until: float | None,
        *,
        is_blue_known: bool = True,
        is_green_known: bool = True,
    ) -> Lag:
        """Compare points and bring those in line that differ.

        Args:
            part: What of the two generations.
            pairs: Points as they are in blue and in green.
            until: When to break off.
            is_blue_known: Whether the points of blue were read with their payloads and vectors.
            is_green_known: Whether the points of green were read.
        """
        lag = Lag()
        rest = iter(pairs)
        while batch := list(islice(rest, PAGE)):
            check_time(until)
            ids = [one for one, _, _ in batch]
            blue: Sequence[Point] = [one for _, one, _ in batch if one is not None]
            if not is_blue_known:
                blue = self._told(part, part.blue, [id_of(one) for one in blue])
            green = (
                [one for _, _, one in batch if one is not None] if is_green_known else self._told(part, part.green, ids)
            )
            behind, found = self._behind(ids, blue, green)
            moving = part.converge(behind, is_copying=False)
            lag += Lag(len(batch), *found, moving=len(moving))
        return lag

    def _behind(
        self, ids: Sequence[PointId], blue: Sequence[Point], green: Sequence[Point]
    ) -> tuple[list[PointId], tuple[int, int, int]]:
        """Return which points of green aren't as they have to be, and how many are missing, too many and changed."""
        written = self._generations.expected(blue)
        told = PointColumns.of(green)
        expected, there = _rows(written), _rows(told)
        missing = [one for one in ids if one in expected and one not in there]
        extra = [one for one in ids if one in there and one not in expected]
        both = [one for one in ids if one in expected and one in there]
        same = self._likeness.same(
            written.take([expected[one] for one in both]), told.take([there[one] for one in both])
        )
        changed = [one for one, is_same in zip(both, same, strict=True) if not is_same]
        return [*missing, *extra, *changed], (len(missing), len(extra), len(changed))

    def _told(self, part: Generations, collection: str, ids: Sequence[PointId]) -> Sequence[Point]:
        if not ids:
            return []
        key = part.shard_key
        return self._client.retrieve(collection, ids, with_vectors=True, consistency=MAJORITY, shard_key_selector=key)

    def _newest(self) -> Any:
        """Return the newest time of a change; None where nobody notes any."""
        if self._field is None:
            return None
        order = models.OrderBy(key=self._field, direction=models.Direction.DESC)
        points, _ = self._client.scroll(
            self._generations.blue, limit=1, order_by=order, with_payload=[self._field], consistency=MAJORITY
        )
        return next((_at(point.payload or {}, self._field) for point in points), None)

    def _recent(self) -> models.Filter:
        """Return the filter of the points that were changed since the pass before."""
        since: Any = self._since
        bound: models.Range | models.DatetimeRange
        if isinstance(since, int):
            bound = models.Range(gte=since - self._overlap)
        else:
            bound = models.DatetimeRange(gte=_datetime.validate_python(since) - timedelta(seconds=self._overlap))
        return models.Filter(must=[models.FieldCondition(key=self._field or "", range=bound)])


def _rows(points: PointColumns) -> dict[PointId, int]:
    return {plain(one): row for row, one in enumerate(points.ids)}


def _at(payload: dict[str, Any], path: str) -> Any:
    """Return what stands at the path of a field."""
    value: Any = payload
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
