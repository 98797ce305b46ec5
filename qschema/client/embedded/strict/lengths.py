"""How long multivectors and sparse vectors may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qschema.client import models
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.refusals import reached
from qschema.client.models.python_inputs import as_lists

Named = tuple[str, Any]
"""The name of a vector, empty for the unnamed one, and the vector."""


def vectors_of_points(points: Iterable[models.PointStruct | models.PointVectors]) -> Iterator[Named]:
    """Yield all vectors of points."""
    for point in points:
        yield from _by_name(point.vector).items()


def vectors_in_columns(batch: models.Batch) -> Iterator[Named]:
    """Yield all vectors of points that are given column by column."""
    for name, column in _by_name(batch.vectors).items():
        yield from ((name, vector) for vector in column)


def check_lengths(vectors: Iterable[Named], limits: Limits) -> None:
    """Refuse vectors that are too long, multivectors first."""
    most_rows = _said(limits, "multivector_config", "max_vectors")
    most_values = _said(limits, "sparse_config", "max_length")
    if not most_rows and not most_values:
        return
    kept = [(name, vector) for name, vector in vectors if name in most_rows or name in most_values]
    for name, vector in kept:
        if name in most_rows and _is_multi(vector) and len(vector) > most_rows[name]:
            most, given = most_rows[name], len(vector)
            raise reached(f"Multivector '{name}' has a limit of {most} vectors, but {given} were provided!")
    for name, vector in kept:
        if name in most_values and isinstance(vector, models.SparseVector):
            most, given = most_values[name], len(vector.indices)
            # With other numbers of values and indices it is no vector, and refused for that.
            if given == len(vector.values) and given > most:
                raise reached(f"Sparse vector '{name}' has a limit of {most} indices, but {given} were provided!")


def _said(limits: Limits, config: str, limit: str) -> dict[str, int]:
    """Return the limit of each vector that has one."""
    declared = (limits.get(config) or {}).items()
    return {name: said[limit] for name, said in declared if said.get(limit) is not None}


def _by_name(given: Any) -> dict[str, Any]:
    vectors = as_lists(given)
    return vectors if isinstance(vectors, dict) else {"": vectors}


def _is_multi(vector: Any) -> bool:
    return isinstance(vector, list) and bool(vector) and isinstance(vector[0], list)
