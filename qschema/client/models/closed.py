"""The base of the few types whose unknown fields Qdrant itself refuses."""

from __future__ import annotations

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from qschema.client.models.base import Model


class Closed(Model, extra="forbid"):
    """Base of the types that have no other fields, wherever they are read from.

    Qdrant ignores fields that it doesn't know, and `read_request` does the same. Not so here: the type is one of
    several that may stand in its place, and without its own fields it would match anything.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Look at the names of the fields first: a union with one member is the only thing in pydantic that can.

        What a caller says of extra fields (`extra="ignore"`) rules over the type's own configuration, and a validator
        would turn JSON into Python objects, which are read by other rules.
        """

        def tag(value: Any) -> str | None:
            return None if isinstance(value, dict) and value.keys() - cls.model_fields.keys() else cls.__name__

        inner: Any = dict(handler(source))
        # where the type refers to itself, what stands for it there is the whole, not just the inside
        ref = inner.pop("ref", None)
        return core_schema.tagged_union_schema({cls.__name__: inner}, tag, custom_error_type="extra_forbidden", ref=ref)
