"""Rankings of several searches made into one, on this side; `FusionQuery` has the instance do it.

Both ways are Qdrant's own (server 1.19.0, lib/segment/src/common/reciprocal_rank_fusion.rs and score_fusion.rs).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from statistics import StatisticsError, fmean, stdev

from qschema.client import models

__all__ = ["distribution_based_score_fusion", "reciprocal_rank_fusion"]

DEFAULT_RANKING_CONSTANT_K = 2
"""How many places count little; the server's default."""

_MIDDLE = 0.5


def reciprocal_rank_fusion(
    responses: Sequence[Sequence[models.ScoredPoint]],
    limit: int = 10,
    ranking_constant_k: int | None = None,
    weights: Sequence[float] | None = None,
) -> list[models.ScoredPoint]:
    """Rank points by their places in several rankings; what the scores were doesn't matter.

    Args:
        responses: The rankings, best first.
        limit: The most points to return.
        ranking_constant_k: How much the first places count more than others: less, the greater it is. By default 2.
        weights: How much each ranking counts, by default 1. None counts that isn't positive.

    Returns:
        Copies of the points with their new scores, best first.

    Raises:
        ValueError: There is not one weight for each ranking.
    """
    if weights is None:
        weights = [1.0] * len(responses)
    if len(weights) != len(responses):
        raise ValueError(f"{len(responses)} rankings need as many weights, not {len(weights)}")
    constant = DEFAULT_RANKING_CONSTANT_K if ranking_constant_k is None else ranking_constant_k
    ranked = (
        (point, 1 / ((place + 1) / weight + constant - 1) if weight > 0 else 0.0)
        for response, weight in zip(responses, weights, strict=True)
        for place, point in enumerate(response)
    )
    return _best(ranked, limit)


def distribution_based_score_fusion(
    responses: Iterable[Sequence[models.ScoredPoint]], limit: int
) -> list[models.ScoredPoint]:
    """Rank points by their scores, each ranking's scores brought to one scale: three deviations around its mean.

    Args:
        responses: The rankings.
        limit: The most points to return.

    Returns:
        Copies of the points with their new scores, best first.
    """
    scaled = (
        (point, score) for response in responses for point, score in zip(response, _scaled(response), strict=True)
    )
    return _best(scaled, limit)


def _scaled(response: Sequence[models.ScoredPoint]) -> list[float]:
    scores = [point.score for point in response]
    try:
        spread = stdev(scores)
    except StatisticsError:  # a single one has none
        spread = 0.0
    if spread == 0:
        return [_MIDDLE] * len(scores)
    lowest = fmean(scores) - 3 * spread
    return [(score - lowest) / (6 * spread) for score in scores]


def _best(scored: Iterable[tuple[models.ScoredPoint, float]], limit: int) -> list[models.ScoredPoint]:
    """Return the points with the greatest sums of scores, those that came first before others of the same sum."""
    first: dict[models.ExtendedPointId, models.ScoredPoint] = {}
    sums: dict[models.ExtendedPointId, float] = {}
    for point, score in scored:
        first.setdefault(point.id, point)
        sums[point.id] = sums.get(point.id, 0.0) + score
    order = sorted(sums, key=sums.__getitem__, reverse=True)
    return [first[id].model_copy(update={"score": sums[id]}) for id in islice(order, limit)]
