"""What is wrong with a search whatever there is to find, checked in all its stages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from qschema.client import models
from qschema.client.embedded.shard.vectors import check_shape
from qschema.client.embedded.stages import Stage, merges, prefetches_of
from qschema.client.errors import BadRequest, ValidationFailed
from qschema.client.walking import models_in

__all__ = ["Stage", "check_places", "check_values", "merges", "prefetches_of"]

_DEEPEST = 40


def check_values(body: models.QueryRequest) -> None:
    """Check what each stage of a search says for itself.

    Raises:
        ValidationFailed: A query without an example, a vector that is none.
        BadRequest: There are too many stages in stages, or a threshold for scores that there aren't.
    """
    for stage in _stages(body, 1):
        if stage.score_threshold is not None and isinstance(stage.query, (models.OrderByQuery, type(None))):
            raise BadRequest("`score_threshold` needs a query that computes scores", status=400)
        _check_values(stage.query)


def check_places(body: models.QueryRequest) -> None:
    """Check whether the stages of a search fit together. A server does so when it has looked up what they start from.

    Raises:
        BadRequest: They don't.
    """
    for stage in _stages(body, 1):
        _check_place(stage)


def _stages(stage: Stage, depth: int) -> Iterator[Stage]:
    if depth > _DEEPEST:
        raise BadRequest(f"prefetches are nested more than {_DEEPEST} levels deep", status=400)
    yield stage
    for inner in prefetches_of(stage):
        yield from _stages(inner, depth + 1)


def _check_values(query: models.QueryInterface | None) -> None:
    if isinstance(query, models.RecommendQuery) and not query.recommend.positive and not query.recommend.negative:
        raise ValidationFailed("recommend needs an example, positive or negative", status=422)
    if isinstance(query, models.RelevanceFeedbackQuery) and not query.relevance_feedback.feedback:
        raise ValidationFailed("feedback must not be empty", status=422)
    for vector in _vectors(query):
        # what is wrong with a plain vector is found out late, with its size
        if vector and not (isinstance(vector, list) and isinstance(vector[0], (float, int))):
            check_shape(vector)


def _vectors(query: Any) -> Iterator[Any]:
    """Yield all vectors in a query."""
    if isinstance(query, models.NearestQuery):
        query = query.nearest
    if isinstance(query, (list, models.SparseVector)):
        yield query
    elif isinstance(query, BaseModel) and not merges(query):
        for _, model in models_in(query):
            if isinstance(model, models.SparseVector):
                yield model
            elif isinstance(model, models.NearestQuery) and isinstance(model.nearest, list):
                yield model.nearest


def _check_place(stage: Stage) -> None:
    query, prefetches = stage.query, prefetches_of(stage)
    if query is None and prefetches:
        raise BadRequest("prefetches need a query that merges them", status=400)
    if merges(query):
        if not prefetches:
            raise BadRequest("the query merges the results of prefetches, and there are none", status=400)
        if stage.using is not None and not isinstance(query, models.FormulaQuery):
            raise BadRequest("`using` has no meaning for a query that merges the results of prefetches", status=400)
