"""A small dense vector without a model: hashed character n-grams, which catch spelling, stems and names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SIZE = 384
"""The number of dimensions; `schema/stdlib_docs.yaml` declares it."""

LARGER = 768
"""What the collection is reindexed to in the demo of that: fewer n-grams fall into the same dimension."""

LENGTHS = (3, 4)
_PRIME = np.uint32(16777619)


def small(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of texts: shape (texts, 384). A declaration names it, `embed: {model: "embedding:small"}`."""
    return np.array([embed(text) for text in texts])


def large(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of texts: shape (texts, 768)."""
    return np.array([embed(text, LARGER) for text in texts])


def embed(text: str, size: int = SIZE) -> NDArray[np.float32]:
    """Return the vector of a text: shape (size,), of length 1; all zeros for a text without letters.

    Each n-gram of the lower-cased text falls into one of the dimensions, with a sign from the same hash, so that
    collisions cancel out on average; logarithms keep frequent n-grams from drowning the rest.
    """
    letters = np.frombuffer(f" {' '.join(text.lower().split())} ".encode(), dtype=np.uint8).astype(np.uint32)
    vector = np.zeros(size, dtype=np.float32)
    for length in LENGTHS:
        if len(letters) < length:
            break
        hashed = np.zeros(len(letters) - length + 1, dtype=np.uint32)
        for offset in range(length):
            hashed = (hashed ^ letters[offset : offset + len(hashed)]) * _PRIME
        hashed ^= hashed >> np.uint32(15)
        signs = 1.0 - 2.0 * ((hashed >> np.uint32(8)) & np.uint32(1))
        counts = np.bincount(hashed % np.uint32(size), weights=signs, minlength=size)
        vector += (np.sign(counts) * np.log1p(np.abs(counts))).astype(np.float32)
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector
