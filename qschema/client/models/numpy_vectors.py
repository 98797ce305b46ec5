"""Numpy arrays as vectors, without loading numpy."""

from __future__ import annotations

from typing import Any

from pydantic import BeforeValidator


def as_lists(vectors: Any) -> Any:
    """Return a vector, several of them, or a dict of them, with arrays as lists; anything else as it is.

    Pydantic reads arrays by itself, but number by number: lists of the same numbers are read twenty times faster.
    """
    if isinstance(vectors, dict):
        return {name: as_lists(vector) for name, vector in vectors.items()}
    if isinstance(vectors, list) and vectors and hasattr(vectors[0], "tolist"):
        return [row.tolist() if hasattr(row, "tolist") else row for row in vectors]
    return vectors.tolist() if hasattr(vectors, "tolist") else vectors


NumpyVectors = BeforeValidator(as_lists)
"""Marks a field that takes numpy arrays (and anything else with `tolist`) for lists of numbers."""
