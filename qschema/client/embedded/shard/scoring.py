"""What to search for, as the engine takes it."""

from __future__ import annotations

from typing import Any, get_args

from qschema.client import models
from qschema.client.embedded.shard.averages import average
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.examples import Examples
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.formulas import engine_formula
from qschema.client.embedded.shard.layout import Dense, Layout
from qschema.client.embedded.shard.reads import order_by
from qschema.client.errors import BadRequest

_KINDS = get_args(models.Query)
_DISTANCES = (models.Distance.EUCLID, models.Distance.MANHATTAN)
_RRF_K = 2  # lib/segment/src/common/reciprocal_rank_fusion.rs of 1.19.0
_LAMBDA = 0.5


def scoring(
    given: models.QueryInterface | None, examples: Examples, filters: Filters, using: str | None, limit: int
) -> Any:
    """Return what to search for as the engine takes it; None for nothing, which is all points in order.

    Args:
        given: What to search for.
        examples: Turns what is in it into vectors.
        filters: Turns filters into the engine's.
        using: The vector to search in, if it was said.
        limit: How many points are wanted.
    """
    name = using or ""
    match given:
        case models.NearestQuery():
            return _nearest(given, examples, name, limit)
        case models.RecommendQuery():
            return _recommend(given.recommend, examples, name)
        case models.DiscoverQuery():
            pairs = _pairs(given.discover.context, examples)
            return edge.Query.Discover(edge.DiscoverQuery(examples.engine(given.discover.target), pairs), using=name)
        case models.ContextQuery():
            return edge.Query.Context(edge.ContextQuery(_pairs(given.context, examples)), using=name)
        case models.RelevanceFeedbackQuery():
            return _feedback(given.relevance_feedback, examples, name)
        case models.TextQuery():
            raise BadRequest("a full-text query needs Qdrant 1.20; the engine answers as 1.19", status=400)
        case (
            models.OrderByQuery()
            | models.FusionQuery()
            | models.RrfQuery()
            | models.FormulaQuery()
            | models.SampleQuery()
        ):
            return _without_vector(given, filters)
        case None:
            return None
        case _:
            return edge.Query.Nearest(examples.engine(given), using=name)


def greater_is_better(given: models.QueryInterface | None, layout: Layout, using: str | None) -> bool:
    """Return whether the greater of two scores is the better one: a distance is the better, the smaller it is."""
    if isinstance(given, models.RecommendQuery):
        distance = given.recommend.strategy in (None, models.RecommendStrategy.AVERAGE_VECTOR)
    else:
        distance = isinstance(given, models.NearestQuery) or not isinstance(given, (*_KINDS, type(None)))
    kind = layout.vectors.get(using or "")
    return not (distance and isinstance(kind, Dense) and kind.distance in _DISTANCES)


def _without_vector(given: Any, filters: Filters) -> Any:
    match given:
        case models.OrderByQuery():
            return order_by(given.order_by)
        case models.SampleQuery():
            return edge.Sample.Random
        case models.FormulaQuery():
            return engine_formula(given, filters)
        case models.RrfQuery():
            k = _RRF_K if given.rrf.k is None else given.rrf.k
            with engine_errors():
                return edge.Fusion.Rrf(k=k, weights=given.rrf.weights)
        case _:
            return edge.Fusion.Dbsf() if given.fusion is models.Fusion.DBSF else edge.Fusion.Rrf(k=_RRF_K)


def _nearest(given: models.NearestQuery, examples: Examples, name: str, limit: int) -> Any:
    vector = examples.engine(given.nearest)
    if given.mmr is None:
        return edge.Query.Nearest(vector, using=name)
    balance = _LAMBDA if given.mmr.diversity is None else 1.0 - given.mmr.diversity
    candidates = limit if given.mmr.candidates_limit is None else given.mmr.candidates_limit
    return edge.Mmr(vector, balance, candidates, using=name)


def _recommend(given: models.RecommendInput, examples: Examples, name: str) -> Any:
    strategy = given.strategy or models.RecommendStrategy.AVERAGE_VECTOR
    if strategy is models.RecommendStrategy.AVERAGE_VECTOR:
        positive, negative = ([examples.wire(one) for one in side or []] for side in (given.positive, given.negative))
        return edge.Query.Nearest(examples.fit(average(positive, negative)), using=name)
    positive, negative = ([examples.engine(one) for one in side or []] for side in (given.positive, given.negative))
    query = edge.RecommendQuery(positive, negative)
    if strategy is models.RecommendStrategy.BEST_SCORE:
        return edge.Query.RecommendBestScore(query, using=name)
    return edge.Query.RecommendSumScores(query, using=name)


def _pairs(given: list[models.ContextPair] | models.ContextPair, examples: Examples) -> list[Any]:
    pairs = given if isinstance(given, list) else [given]
    return [edge.ContextPair(examples.engine(pair.positive), examples.engine(pair.negative)) for pair in pairs]


def _feedback(given: models.RelevanceFeedbackInput, examples: Examples, name: str) -> Any:
    target = examples.engine(given.target)
    items = [edge.FeedbackItem(examples.engine(item.example), item.score) for item in given.feedback]
    naive = given.strategy.naive
    strategy = edge.NaiveFeedbackStrategy(naive.a, naive.b, naive.c)
    return edge.Query.FeedbackNaive(edge.FeedbackNaiveQuery(target, items, strategy), using=name)
