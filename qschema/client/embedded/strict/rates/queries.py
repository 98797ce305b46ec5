"""What a search costs (measured on 1.19.0).

Each of its innermost stages costs a token for each vector that it starts from, and one for each condition that the
points found there must meet. A stage that works on prefetches is free; its filter holds for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.conditions import condition_count
from qschema.client.embedded.stages import Stage, merges, prefetches_of

SizeOf = Callable[[Stage, models.VectorInput], int]
"""Says how many vectors an example of a stage is: the rows of a multivector, else one."""


def query_cost(stage: Stage, size_of: SizeOf) -> int:
    """Return what a search costs without the points that are looked up for it."""
    # Points that a search starts from are left out of what it finds: one more condition.
    return _cost(stage, 1 if any(has_points(one) for one in stages_of(stage)) else 0, size_of)


def stages_of(stage: Stage) -> Iterator[Stage]:
    """Yield a stage and all those within it."""
    yield stage
    for inner in prefetches_of(stage):
        yield from stages_of(inner)


def has_points(stage: Stage) -> bool:
    """Whether a stage itself starts from points of the collection that is searched."""
    return stage.lookup_from is None and any(is_point(one) for one in examples_of(stage.query))


def is_point(example: models.VectorInput) -> bool:
    """Whether an example is the id of a point."""
    return isinstance(example, (int, str, UUID))


def examples_of(query: Any) -> list[models.VectorInput]:
    """Return what a query starts from."""
    match query:
        case models.NearestQuery():
            return [query.nearest]
        case models.RecommendQuery():
            return [*(query.recommend.positive or []), *(query.recommend.negative or [])]
        case models.DiscoverQuery():
            return [query.discover.target, *_of_pairs(query.discover.context)]
        case models.ContextQuery():
            return _of_pairs(query.context)
        case models.RelevanceFeedbackQuery():
            given = query.relevance_feedback
            return [given.target, *(item.example for item in given.feedback)]
        case None | models.OrderByQuery() | models.SampleQuery():
            return []
    return [] if merges(query) else [query]


def _cost(stage: Stage, conditions: int, size_of: SizeOf) -> int:
    conditions += condition_count(stage.filter)
    inner = prefetches_of(stage)
    if inner:
        return sum(_cost(one, conditions, size_of) for one in inner)
    if merges(stage.query):
        return 0
    return _own_cost(stage, size_of) + conditions


def _own_cost(stage: Stage, size_of: SizeOf) -> int:
    query = stage.query
    if query is None or isinstance(query, (models.OrderByQuery, models.SampleQuery)) or _averages(query):
        return 1
    return sum(size_of(stage, example) for example in examples_of(query))


def _averages(query: Any) -> bool:
    return isinstance(query, models.RecommendQuery) and query.recommend.strategy in (
        None,
        models.RecommendStrategy.AVERAGE_VECTOR,
    )


def _of_pairs(given: models.ContextInput) -> list[models.VectorInput]:
    pairs = given if isinstance(given, list) else [given]
    return [example for pair in pairs for example in (pair.positive, pair.negative)]
