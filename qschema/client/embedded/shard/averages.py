"""The average of examples, which `average_vector` searches by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from qschema.client import models


def average(positive: Sequence[Any], negative: Sequence[Any]) -> Any:
    """Return the one vector for examples for and against: 2 · mean(for) - mean(against), or the mean of the former.

    Multivectors aren't averaged: their rows stand one after the other, those against with the other sign
    (lib/collection/src/recommendations.rs of 1.19.0).

    Args:
        positive: Examples for, at least one; all of the same kind.
        negative: Examples against.
    """
    first = positive[0]
    if isinstance(first, models.SparseVector):
        return _sparse(positive, negative)
    if isinstance(first[0], list):
        rows = [row for vector in positive for row in vector]
        return rows + [[-number for number in row] for vector in negative for row in vector]
    mean = _mean(positive)
    averaged: list[float] = (mean + mean - _mean(negative) if negative else mean).tolist()
    return averaged


def _mean(vectors: Sequence[Any]) -> Any:
    return numpy.asarray(vectors, dtype=numpy.float32).sum(axis=0) / numpy.float32(len(vectors))


def _sparse(positive: Sequence[models.SparseVector], negative: Sequence[models.SparseVector]) -> models.SparseVector:
    weights: dict[int, float] = {}
    for vectors, factor in ((positive, 2.0 if negative else 1.0), (negative, -1.0)):
        for vector in vectors:
            for index, value in zip(vector.indices, vector.values, strict=True):
                weights[index] = weights.get(index, 0.0) + factor * value / len(vectors)
    indices = sorted(weights)
    return models.SparseVector.model_construct(indices=indices, values=[weights[index] for index in indices])
