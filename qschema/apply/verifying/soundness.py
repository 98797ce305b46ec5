"""What can be wrong with the numbers of vectors."""

from __future__ import annotations

from typing import Any

import numpy
from numpy.typing import NDArray

from qschema.apply.copying.vector_column import Sparse
from qschema.client.models import Datatype, Distance, VectorParams

Matrix = NDArray[numpy.floating[Any]]

_EXACT = 1e-5
"""How far a number may be off that is kept in 32 bits, relative to the largest of its vector: a server normalises anew
what it gave out."""

_HALF = 2e-3
"""The same for 16 bits, which keep three decimal digits."""

_NORM = 1e-2
"""How far the norm of a vector may be from 1 that a server has brought there, in 16 bits too."""

_FLOATS = (None, Datatype.FLOAT32, Datatype.FLOAT16)
"""Types of numbers that keep enough to be held against what was there before; the others are only looked over."""


def dense_faults(values: Matrix, before: Matrix | None, params: VectorParams) -> dict[int, str]:
    """Return row → fault of dense vectors.

    Args:
        values: The vectors as the new collection has them.
        before: The same vectors in the old one; None if they are others on purpose.
        params: What the new collection says of them.
    """
    if values.shape[1:] != (params.size,):
        return dict.fromkeys(range(len(values)), f"{values.shape[1]} numbers, not {params.size}")
    if before is not None and before.shape != values.shape:
        return dict.fromkeys(range(len(values)), f"{values.shape[1]} numbers, and {before.shape[1]} before")
    faults: dict[int, str] = {}
    finite = numpy.asarray(numpy.isfinite(values).all(axis=1))
    faults |= dict.fromkeys(_rows(~finite), "NaN or infinity among its numbers")
    safe = numpy.where(finite[:, None], values, 0)
    if params.distance is Distance.COSINE:
        norms = numpy.linalg.norm(safe, axis=1)
        was_zero = numpy.zeros(len(values), numpy.bool_) if before is None else ~before.any(axis=1)
        faults |= dict.fromkeys(_rows(finite & (norms == 0) & ~was_zero), "all zeros, which are like nothing")
        if params.datatype in _FLOATS:
            off = (norms > 0) & (numpy.abs(norms - 1) > _NORM)
            faults |= {row: f"its norm is {norms[row]:.3g}, not 1" for row in _rows(off)}
    if before is not None and params.datatype in _FLOATS:
        gaps, allowed = _gaps(safe, _kept(before, params), params)
        faults = {row: f"off by up to {gaps[row]:.2g}" for row in _rows(finite & (gaps > allowed))} | faults
    return faults


def sparse_fault(value: Sparse, before: Sparse | None, _params: object = None) -> str:
    """Return what is wrong with a sparse vector; empty if nothing."""
    indices, values = _sorted(value)
    if not numpy.isfinite(values).all():
        return "NaN or infinity among its numbers"
    if before is None:
        return ""
    old_indices, old_values = _sorted(before)
    if not numpy.array_equal(indices, old_indices):
        return f"{len(indices)} words, not the {len(old_indices)} of before"
    gap = float(abs(values - old_values).max(initial=0))
    return f"off by up to {gap:.2g}" if gap > _HALF * float(abs(old_values).max(initial=0)) else ""


def _kept(before: Matrix, params: VectorParams) -> Matrix:
    """Return what the new collection makes of vectors of the old one."""
    if params.distance is not Distance.COSINE:
        return before
    norms = numpy.linalg.norm(before, axis=1, keepdims=True)
    return before / numpy.where(norms > 0, norms, 1)


def _gaps(values: Matrix, kept: Matrix, params: VectorParams) -> tuple[Any, Any]:
    """Return how far each vector is off, and how far it may be."""
    tolerance = _HALF if params.datatype is Datatype.FLOAT16 else _EXACT
    return abs(values - kept).max(axis=1, initial=0), tolerance * abs(kept).max(axis=1, initial=0)


def _sorted(vector: Sparse) -> Sparse:
    indices, values = vector
    order = numpy.argsort(indices)
    return indices[order], values[order]


def _rows(mask: Any) -> list[int]:
    rows: list[int] = numpy.flatnonzero(mask).tolist()
    return rows
