"""Functions that the transforms of the tests name."""

from __future__ import annotations

from typing import Any

import numpy

asked: list[list[str]] = []
"""The texts of each call of a model."""


def lengths(texts: list[str], factor: float = 1.0) -> Any:
    """A model whose vectors say how long a text is, and how many words it has."""
    asked.append(list(texts))
    return numpy.asarray([[len(text) * factor, len(text.split())] for text in texts], numpy.float32)


def words(texts: list[str]) -> list[dict[str, list[float]]]:
    """A sparse model: the lengths of words, and how often each comes."""
    made = []
    for text in texts:
        counts: dict[int, float] = {}
        for word in text.split():
            counts[len(word)] = counts.get(len(word), 0.0) + 1.0
        made.append({"indices": list(counts), "values": list(counts.values())})
    return made


def tokens(texts: list[str]) -> list[Any]:
    """A multivector model: a row for each word."""
    return [numpy.asarray([[len(word), 1] for word in text.split()], numpy.float32) for text in texts]


def too_few(texts: list[str]) -> list[Any]:
    return [[1.0]] * (len(texts) - 1)


def is_even(payload: dict[str, Any]) -> bool:
    return payload["n"] % 2 == 0


def doubled(payload: dict[str, Any]) -> int:
    return int(payload["n"]) * 2


def negative(id: int | str, payload: dict[str, Any]) -> int:
    return -1


def shifted(id: int, payload: dict[str, Any]) -> int:
    return id + 1_000
