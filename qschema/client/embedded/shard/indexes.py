"""Payload indexes, as the engine takes them."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard import text
from qschema.client.embedded.shard.engine import edge

_KINDS: dict[type[Any], str] = {
    models.KeywordIndexParams: "KeywordIndexParams",
    models.IntegerIndexParams: "IntegerIndexParams",
    models.FloatIndexParams: "FloatIndexParams",
    models.GeoIndexParams: "GeoIndexParams",
    models.TextIndexParams: "TextIndexParams",
    models.BoolIndexParams: "BoolIndexParams",
    models.DatetimeIndexParams: "DatetimeIndexParams",
    models.UuidIndexParams: "UuidIndexParams",
}

# Fields of Qdrant 1.20, which this engine knows and a server 1.19.0 ignores.
_LATER = {"nested", "scoring"}


def engine_index(given: models.PayloadSchemaParams) -> Any:
    """Return a payload index as the engine takes it."""
    options = {
        name: getattr(given, name)
        for name in type(given).model_fields
        if name != "type" and name not in _LATER and getattr(given, name) is not None
    }
    if "memory" in options:
        options["memory"] = text.word(edge.Memory, options["memory"])
    if isinstance(given, models.TextIndexParams):
        options |= {
            "tokenizer": text.tokenizer(given.tokenizer),
            "stopwords": text.stopwords(given.stopwords),
            "stemmer": text.stemmer(given.stemmer),
        }
    return getattr(edge, _KINDS[type(given)])(**options)
