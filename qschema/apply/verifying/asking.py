"""Asking collections: saved queries, or points for their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qschema.apply.copying.ids import PointId, plain
from qschema.apply.patience import read
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.queries import Query
from qschema.apply.verifying.reading import POINTS_PAGE, chunks
from qschema.apply.verifying.sides import SearchedSide
from qschema.client import models
from qschema.client.errors import NotFound

_AT_ONCE = 20


@dataclass(frozen=True)
class Question:
    """One thing that both collections are asked.

    Attributes:
        label: What it is called in a report: a text, or the id of a point.
        using: The vector that is searched, by its name in the new collection.
        old: What the old collection is asked.
        new: What the new one is asked.
    """

    label: int | str
    using: str
    old: models.QueryRequest
    new: models.QueryRequest


def questions(gate: Gate) -> list[Question]:
    """Return the saved queries, or else points of the sample, for each vector that both collections can be searched by.

    Points that aren't there or don't have the vector on both sides are left out, and texts for vectors of which nobody
    says what fills them.
    """
    queries = gate.queries or tuple(Query(point=id) for id in gate.survey.sample[: gate.rules.sample])
    points = [query.point for query in queries if query.point is not None]
    new_ids = gate.new_ids(points)
    asked: list[Question] = []
    for new_name, old_name in gate.searched.items():
        about = [query for query in queries if query.using in (None, new_name)]
        old = requests(gate.old, about, old_name, gate.rules.k, {id: id for id in points})
        new = requests(gate.new, about, new_name, gate.rules.k, new_ids)
        asked += (Question(about[row].label, new_name, old[row], new[row]) for row in sorted(old.keys() & new.keys()))
    return asked


def requests(
    side: SearchedSide, queries: Sequence[Query], using: str, limit: int, ids: Mapping[PointId, PointId]
) -> dict[int, models.QueryRequest]:
    """Return what a collection is asked for each query, by its place; without those that it can't be asked.

    Args:
        side: The collection.
        queries: The queries.
        using: The vector that is searched.
        limit: How many hits are wanted.
        ids: Id of a point in a query → its id in this collection. A point is no hit of its own.
    """
    values: dict[int, Any] = {}
    texts = {row: query.text for row, query in enumerate(queries) if query.text is not None}
    if texts and using in side.embed:
        values |= zip(texts, side.embedded(using, list(texts.values())), strict=True)
    values |= {row: query.vector for row, query in enumerate(queries) if query.vector is not None}
    points = {
        row: ids[query.point] for row, query in enumerate(queries) if query.point is not None and query.point in ids
    }
    having = _having(side, list(points.values()), using)
    values |= {row: id for row, id in points.items() if id in having}
    return {
        row: models.QueryRequest(query=value, using=using or None, filter=queries[row].filter, limit=limit)
        for row, value in values.items()
    }


def ask(side: SearchedSide, asked: Sequence[models.QueryRequest]) -> Iterator[list[models.ScoredPoint] | None]:
    """Yield the hits of each query; None where the point whose neighbours are looked for was deleted meanwhile."""
    for start in range(0, len(asked), _AT_ONCE):
        batch = asked[start : start + _AT_ONCE]
        try:
            answers = read(lambda batch=batch: side.client.query_batch_points(side.collection, batch))  # type: ignore[misc]
        except NotFound:  # a batch is refused for one of its queries
            yield from [None] if len(batch) == 1 else (hits for one in batch for hits in ask(side, [one]))
        else:
            yield from (answer.points for answer in answers)


def _having(side: SearchedSide, ids: list[PointId], using: str) -> set[PointId]:
    """Return the ids of those points that are there and have a vector."""
    found: set[PointId] = set()
    for chunk in chunks(ids, POINTS_PAGE):
        points = read(
            lambda chunk=chunk: side.client.retrieve(  # type: ignore[misc]
                side.collection, chunk, with_payload=False, with_vectors=[using] if using else True
            )
        )
        found |= {plain(point.id) for point in points if point.vector}
    return found
