"""Maximal marginal relevance for sparse vectors, which the engine has for dense ones only (qdrant-edge-py 0.9.0).

As lib/shard/src/query/mmr of 1.19.0 has it: the candidates are the nearest points; of those the one is taken that is
nearest, then again and again the one that is near and unlike those that were taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Sparse = dict[int, float]


def sparse(vector: Any) -> Sparse:
    """Return a sparse vector of the engine by its indices."""
    return dict(zip(vector.indices, vector.values, strict=True))


def varied(query: Sparse, candidates: Sequence[Sparse], balance: float, limit: int) -> list[int]:
    """Return the places of the candidates that are taken, in order.

    Args:
        query: What is searched for.
        candidates: What was found.
        balance: How much nearness counts, from 0 to 1; likeness to those that were taken counts the rest.
        limit: How many to take.
    """
    nearness = [_dot(query, vector) for vector in candidates]
    likeness = [0.0] * len(candidates)
    left = list(range(len(candidates)))
    taken: list[int] = []
    while left and len(taken) < limit:
        best = max(left, key=lambda place: balance * nearness[place] - (1 - balance) * likeness[place])
        left.remove(best)
        for place in left:
            like = _dot(candidates[best], candidates[place])
            likeness[place] = max(likeness[place], like) if taken else like
        taken.append(best)
    return taken


def _dot(one: Sparse, other: Sparse) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[index] for index, value in one.items() if index in other)
