"""The base of all wire types."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of all wire types: what goes to and comes from Qdrant's API.

    Types that are written forbid fields that they don't know (`extra="forbid"`), so that a slip of the pen isn't
    dropped without a word; types that are only ever answers ignore them. `reading.py` says how answers are read.

    A field whose name is a keyword of Python ends in an underscore (`except_`); it is given by either name, and
    written by the API's. What reads and checks a type is built when it is first used, not when it is imported.
    """

    model_config = ConfigDict(
        defer_build=True,
        protected_namespaces=(),
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 0,
        _types_namespace: Any = None,
    ) -> bool | None:
        """Build what reads and checks the type; see pydantic.

        Names in annotations are looked up where the type was defined, never in the caller: whoever uses a type first
        may have a local variable called `Filter`.
        """
        return super().model_rebuild(
            force=force, raise_errors=raise_errors, _parent_namespace_depth=0, _types_namespace=_types_namespace
        )
