"""The base of all wire types."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of all wire types: what goes to and comes from Qdrant's API.

    Where a type is only ever an answer, fields that it doesn't know are ignored: a newer server may send more. Types
    that are written forbid them (`extra="forbid"`), so that a slip of the pen isn't dropped without a word.

    Reading and checking code is built at the first use of a type, not at import.
    """

    model_config = ConfigDict(
        defer_build=True,
        protected_namespaces=(),
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )
