"""Making vectors out of payloads: with a function, or with the model that instances have themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy
from pydantic import BaseModel, ConfigDict, Field, field_validator

from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.vector_column import VectorColumn
from qschema.apply.transforms.base import Tools, Transform
from qschema.apply.transforms.cache import key_of
from qschema.apply.transforms.calling import function
from qschema.apply.transforms.errors import EmbeddingError, UnknownModelError
from qschema.apply.transforms.paths import values_at
from qschema.schema.embedding import BM25, Embed, is_runnable

_BATCH = 64

_one_at_a_time = threading.Lock()
"""Models need not stand several threads."""


class Embedding(BaseModel):
    """A vector, and what fills it; but for the vector's name as `embed` in a declaration has it.

    Attributes:
        vector: The vector's name; "" for the one without a name.
        model: A function `module:function`, which gets a list of texts and the options, and returns a vector for each;
            or `qdrant/bm25`, by which the instance does it.
        from_: `from` in a declaration: the paths of the fields that are embedded, in this order, one in each line.
        options: What the model is called with beside the texts.
        batch: The most texts of a call.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    vector: str = ""
    model: str
    from_: tuple[str, ...] = Field(alias="from")
    options: dict[str, Any] | None = None
    batch: int = Field(default=_BATCH, ge=1)

    @field_validator("from_", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("model")
    @classmethod
    def _is_model(cls, value: str) -> str:
        if not is_runnable(value):
            raise ValueError(f"nothing here runs the model {value!r}; write module:function, or {BM25}")
        return value


class EmbedVector(Transform):
    """Fills a vector anew, in place of what it was. A point without any of the fields has no such vector afterwards.

    Attributes:
        embed: The vector, and what fills it.
    """

    embed: Embedding

    @classmethod
    def declared(cls, vector: str, embed: Embed) -> EmbedVector:
        """Return the transform that fills a vector as its declaration says.

        Raises:
            UnknownModelError: Nothing here runs its model.
        """
        if not is_runnable(embed.model):
            raise UnknownModelError(vector, embed.model)
        return cls(embed=Embedding.model_validate({"vector": vector, **embed.model_dump(by_alias=True)}))

    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Return the points with that vector."""
        texts = [self._text(payload) for payload in points.payloads]
        embedded = [text for text in dict.fromkeys(texts) if text is not None]
        by_text = self._documents(embedded) if self.embed.model.lower() == BM25 else self._vectors(embedded, tools)
        rows = [None if text is None else by_text[text] for text in texts]
        return replace(points, vectors={**points.vectors, self.embed.vector: self._column(rows)})

    def _column(self, rows: list[Any]) -> VectorColumn:
        if self.embed.model.lower() == BM25:
            return VectorColumn(rows, numpy.fromiter((row is not None for row in rows), numpy.bool_, len(rows)))
        return VectorColumn.of(rows)

    def _text(self, payload: dict[str, Any]) -> str | None:
        found = [value for path in self.embed.from_ for value in values_at(payload, path)]
        parts = [text for value in found for text in texts_in(value)]
        return "\n".join(parts) if parts else None

    def _documents(self, texts: Sequence[str]) -> dict[str, Any]:
        """Return what an instance makes vectors of."""
        options = {} if self.embed.options is None else {"options": self.embed.options}
        return {text: {"text": text, "model": BM25, **options} for text in texts}

    def _vectors(self, texts: Sequence[str], tools: Tools) -> dict[str, Any]:
        """Return a vector for each text: one that was made before, or else a new one."""
        keys = {text: key_of(self.embed.model, self.embed.options, text) for text in texts}
        known = tools.cache.get(keys.values()) if tools.cache else {}
        found = {text: known[key] for text, key in keys.items() if key in known}
        new = [text for text in texts if text not in found]
        for start in range(0, len(new), self.embed.batch):
            some = new[start : start + self.embed.batch]
            made = dict(zip(some, self._asked(some), strict=True))
            if tools.cache:
                tools.cache.put({keys[text]: vector for text, vector in made.items()})
            found.update(made)
        return found

    def _asked(self, texts: list[str]) -> list[Any]:
        model: Callable[..., Any] = function(self.embed.model)
        with _one_at_a_time:
            made = list(model(texts, **(self.embed.options or {})))
        if len(made) != len(texts):
            raise EmbeddingError(self.embed.model, f"for {len(texts)} texts it gave {len(made)}")
        return made


def texts_in(value: Any) -> list[str]:
    """Return what of a payload's value is embedded: texts and numbers, and those in a list."""
    if isinstance(value, list):
        return [text for item in value for text in texts_in(item)]
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [str(value)] if isinstance(value, (int, float)) and not isinstance(value, bool) else []
