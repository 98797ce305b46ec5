"""Whether each point has the vectors that it ought to have; whether these are sound tells `soundness.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy
from numpy.typing import NDArray

from qschema.apply.copying.ids import PointId
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.vector_column import VectorColumn
from qschema.apply.verifying.sides import Counterpart, SearchedSide
from qschema.apply.verifying.soundness import dense_faults, sparse_fault
from qschema.client.models import VectorParams

Differences = dict[PointId, str]
Compare = Callable[[PointColumns, PointColumns], Differences]


def vector_differences(
    new: SearchedSide, counterpart: Counterpart
) -> Callable[[PointColumns, PointColumns], Differences]:
    """Return what compares the vectors of points that stand in the same order on both sides: id → what is wrong."""

    def differences(wanted: PointColumns, found: PointColumns) -> Differences:
        differing: Differences = {}
        for name in new.vectors:
            refilled = name in counterpart.refilled
            owed = wanted.vectors.get(name) or (_by_all if refilled else VectorColumn.absent)(len(wanted))
            has = found.vectors.get(name) or VectorColumn.absent(len(found))
            for row, what in _wrong(owed, has, new.dense.get(name), refilled=refilled):
                differing.setdefault(wanted.ids[row], f"vector {name}: {what}" if name else f"vector: {what}")
        return differing

    return differences


def _by_all(count: int) -> VectorColumn:
    """Return a vector that each of so many points ought to have, whatever its numbers."""
    unknown: list[Any] = [None] * count
    return VectorColumn(unknown, numpy.ones(count, numpy.bool_))


def _wrong(
    owed: VectorColumn, has: VectorColumn, params: VectorParams | None, *, refilled: bool
) -> Iterator[tuple[int, str]]:
    """Yield row and fault of what is wrong with one vector of many points."""
    yield from ((int(row), "missing") for row in numpy.flatnonzero(owed.present & ~has.present))
    if not refilled:
        extra = numpy.flatnonzero(has.present & ~owed.present)
        yield from ((int(row), "the old point has none") for row in extra)
    rows = numpy.flatnonzero(has.present & owed.present)
    before: Any = None if refilled else owed.take(rows).values
    yield from ((int(rows[row]), what) for row, what in _faults(has.take(rows).values, before, params).items())


def _faults(values: Any, before: Any, params: VectorParams | None) -> Mapping[int, str]:
    if isinstance(values, numpy.ndarray) and params:
        return dense_faults(values, before if isinstance(before, numpy.ndarray) else None, params)
    pairs = enumerate(zip(values, [None] * len(values) if before is None else before, strict=True))
    one_fault = _multivector_fault if params else sparse_fault
    found = ((row, one_fault(value, old, params)) for row, (value, old) in pairs)
    return {row: what for row, what in found if what}


def _multivector_fault(value: NDArray[Any], before: NDArray[Any] | None, params: Any) -> str:
    """Return what is wrong with a multivector: each of its rows is a vector."""
    if before is not None and len(value) != len(before):
        return f"{len(value)} rows, and {len(before)} before"
    return next(iter(dense_faults(value, before, params).values()), "")
