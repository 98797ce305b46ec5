"""Which model fills which vector; no server knows of it, the declaration that was applied last does."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, field_validator, model_validator

from qschema.client import models
from qschema.client.models.base import Model

BM25 = "qdrant/bm25"
"""The model by which an instance itself makes sparse vectors of words."""


def is_function_name(value: str) -> bool:
    """Whether a text may be the name of a function: `package.module:function`."""
    module, colon, name = value.partition(":")
    return bool(colon) and all(part.isidentifier() for part in (*module.split("."), *name.split(".")))


def is_runnable(model: str) -> bool:
    """Whether qschema can have a model called: a function, or what an instance does by itself."""
    return is_function_name(model) or model.lower() == BM25


class Embed(Model, extra="forbid"):
    """The model that fills a vector, and from what.

    Two that are equal fill it with the same numbers, whatever way they were written. The ledger keeps what was applied,
    so another model of the same size is a difference, though the server shows none.

    Attributes:
        model: The model's name.
        from_: `from` in a declaration: the paths of the payload fields that are embedded, in this order.
        options: What the model is called with beside that.
    """

    model_config = ConfigDict(frozen=True)

    model: str
    from_: list[str] = Field(alias="from")
    options: dict[str, Any] | None = None

    @field_validator("from_", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("options")
    @classmethod
    def _none_if_empty(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        return value or None


class VectorSpec(models.VectorParams):
    """The declaration of a dense vector: Qdrant's own parameters, and what fills it."""

    embed: Embed | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_parameters(cls, value: Any) -> Any:
        """Take Qdrant's parameters for a declaration that says nothing more."""
        plain = isinstance(value, models.VectorParams) and not isinstance(value, cls)
        return value.model_dump(exclude_unset=True) if plain else value


class SparseVectorSpec(models.SparseVectorParams):
    """The declaration of a sparse vector: Qdrant's own parameters, and what fills it."""

    embed: Embed | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_parameters(cls, value: Any) -> Any:
        """Take Qdrant's parameters for a declaration that says nothing more."""
        plain = isinstance(value, models.SparseVectorParams) and not isinstance(value, cls)
        return value.model_dump(exclude_unset=True) if plain else value
