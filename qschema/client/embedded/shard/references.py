"""Points that searches start from, looked up before any of them is carried out.

A server reads them all at once, those of a batch's searches and of all their stages together (measured on 1.19.0): so a
point that isn't there is found out before anything else that is wrong with one of them, and a vector that the
collection doesn't have matters only where one of the points is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.examples import Lookup, Source
from qschema.client.embedded.shard.ids import engine_id, engine_ids, wire_id
from qschema.client.embedded.shard.stages import Stage, check_values, prefetches_of
from qschema.client.errors import BadRequest, NotFound


class _Reference(NamedTuple):
    """Points that one stage starts from, and the vector of theirs that it takes; and whether they have an average."""

    points: list[models.ExtendedPointId]
    name: str
    location: models.LookupLocation | None
    has_average: bool = True

    @property
    def collection(self) -> str | None:
        return None if self.location is None else self.location.collection


def check_searches(searches: Sequence[models.QueryRequest], own: Source, lookup: Lookup | None) -> None:
    """Check what searches say, and whether all points are there that they start from, with their vectors.

    Args:
        searches: What is to be carried out.
        own: The shard that is searched.
        lookup: Finds the shards of other collections.

    Raises:
        ValidationFailed: A query without an example, a vector that is none.
        NotFound: A collection, a point, or its vector isn't there.
        BadRequest: A collection doesn't have the vector, or there is nothing to average; see `check_values`.
    """
    for search in searches:
        check_values(search)
    references = [reference for search in searches for reference in _references(search)]
    if not references:
        return
    sources = {one.collection: _source(one, own, lookup) for one in references}
    there = {
        name: _there(source, [one for one in references if one.collection == name]) for name, source in sources.items()
    }
    for one in references:
        _check_there(one, there[one.collection])
    for one in references:
        _check(one, sources[one.collection])


def _references(stage: Stage) -> Iterator[_Reference]:
    points, has_average = list(_points(stage.query)), _has_average(stage.query)
    if points or not has_average:
        location, name = stage.lookup_from, stage.using or ""
        if location is not None and location.vector is not None:
            name = location.vector
        yield _Reference(points, name, location, has_average)
    for inner in prefetches_of(stage):
        yield from _references(inner)


def _has_average(query: models.QueryInterface | None) -> bool:
    """Tell whether there is something to average, where a query searches by that."""
    given = query.recommend if isinstance(query, models.RecommendQuery) else None
    averages = given is not None and given.strategy in (None, models.RecommendStrategy.AVERAGE_VECTOR)
    return not averages or bool(given and given.positive)


def _points(query: models.QueryInterface | None) -> Iterator[models.ExtendedPointId]:
    return (one for one in _examples(query) if isinstance(one, (int, str, UUID)))


def _examples(query: models.QueryInterface | None) -> Iterator[models.VectorInput]:
    """Yield the examples in a query, in the order in which a server looks at them."""
    match query:
        case models.NearestQuery():
            yield query.nearest
        case models.RecommendQuery():
            yield from query.recommend.positive or []
            yield from query.recommend.negative or []
        case models.DiscoverQuery():
            yield query.discover.target
            yield from _paired(query.discover.context)
        case models.ContextQuery():
            yield from _paired(query.context)
        case models.RelevanceFeedbackQuery():
            yield query.relevance_feedback.target
            yield from (item.example for item in query.relevance_feedback.feedback)
        case int() | str() | UUID():
            yield query


def _paired(given: list[models.ContextPair] | models.ContextPair) -> Iterator[models.VectorInput]:
    for pair in given if isinstance(given, list) else [given]:
        yield pair.positive
        yield pair.negative


def _source(reference: _Reference, own: Source, lookup: Lookup | None) -> Source:
    return own if reference.location is None or lookup is None else lookup(reference.location)


def _there(source: Source, references: list[_Reference]) -> set[int | UUID]:
    """Return which of the points are there; if any is, the collection has to have all the vectors."""
    ids = [id for reference in references for id in reference.points]
    if not ids:
        return set()
    found = {engine_id(record.id) for record in source.retrieve(models.PointRequest.model_construct(ids=ids))}
    if found:
        for name in dict.fromkeys(reference.name for reference in references):
            source.vector(next(iter(found)), name)
    return found


def _check_there(reference: _Reference, there: set[int | UUID]) -> None:
    for id in engine_ids(reference.points):
        if id not in there:
            raise NotFound(f"Not found: No point with id {wire_id(id)} found", status=404)


def _check(reference: _Reference, source: Source) -> None:
    for id in engine_ids(reference.points):
        if source.vector(id, reference.name) is None:
            raise NotFound(f'Not found: Vector with name "{reference.name}" for point not found', status=404)
    if not reference.has_average:
        raise BadRequest("the strategy average_vector needs a positive example", status=400)
