"""What Python callers may give where JSON has lists and texts: numpy arrays and UUID objects."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


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


class _TextInJson:
    """Reads texts of JSON as texts: a union of `str` and `UUID` would else turn those that look like one into UUIDs."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.json_or_python_schema(core_schema.str_schema(strict=True), handler(source))


UuidObject = Annotated[UUID, _TextInJson()]
"""A `uuid.UUID` that a Python caller gives as the id of a point; it is written as text."""
