"""Vectors of many points as numpy matrices: they stay what they are until they are written."""

from __future__ import annotations

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from qschema.client.models.python_inputs import as_lists


class _KeepsMatrices:
    """Takes matrices of numbers unseen, and writes them as lists; anything else is read and written as ever."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler(source)
        writing = core_schema.wrap_serializer_function_ser_schema(_write, schema=inner)
        return core_schema.no_info_wrap_validator_function(_read, inner, serialization=writing)


NumpyMatrices = _KeepsMatrices()
"""Marks a field that takes numpy matrices (a row for each vector) for lists of vectors, and keeps them.

So they go into the body of a call without a Python object per number. What reads such a field finds lists or matrices;
`as_lists` makes lists of both, as `model_dump` does.
"""


def is_matrix(value: Any) -> bool:
    """Whether a value is a numpy array of numbers with rows."""
    return getattr(value, "ndim", 0) > 1 and getattr(getattr(value, "dtype", None), "kind", "") in ("f", "i", "u")


def _read(vectors: Any, check: core_schema.ValidatorFunctionWrapHandler) -> Any:
    if is_matrix(vectors):
        return vectors
    if isinstance(vectors, dict) and any(map(is_matrix, vectors.values())):
        others = {name: column for name, column in vectors.items() if not is_matrix(column)}
        checked = check(as_lists(others)) if others else {}
        return {name: checked.get(name, column) for name, column in vectors.items()}
    return check(as_lists(vectors))


def _write(vectors: Any, write: core_schema.SerializerFunctionWrapHandler) -> Any:
    return write(as_lists(vectors))
