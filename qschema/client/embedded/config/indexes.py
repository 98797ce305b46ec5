"""Payload indexes: which fields they can be on, how they read back, and when two are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from qschema.client import models
from qschema.client.embedded.config.plain import Json, plain
from qschema.client.errors import BadRequest, ValidationFailed
from qschema.client.requests.base import adapter

_KEY = r'[\w-]+|"[^"\\]*"'
_PART = re.compile(rf"\.?({_KEY})|\[([0-9]*)\]")
_PATH = re.compile(rf"(?:{_KEY})(?:\.(?:{_KEY})|\[[0-9]*\])*")
_BARE = re.compile(r"[\w-]+")
"""Paths into payloads, as a server reads them (server 1.19.0, lib/segment/src/json_path/parse.rs)."""

_LAST_INDEX = 2**64 - 1

_SHOWN_AS_NULL: Mapping[str, tuple[str, ...]] = {
    "integer": ("lookup", "range", "is_principal"),
    "float": ("is_principal",),
    "datetime": ("is_principal",),
}
"""Options that read back as null where they weren't given; all others are left out."""


def field_path(text: str) -> str:
    """Return the path to a payload field in the one form that it reads back in: quotes only where they are needed.

    Raises:
        BadRequest: It isn't such a path.
    """
    parts = _PART.findall(text) if _PATH.fullmatch(text) else []
    if not parts or any(index and int(index) > _LAST_INDEX for _, index in parts):
        raise BadRequest(f"{text!r} is not a path to a payload field", status=400, fix='quote odd keys: "a.b"[].c')
    return "".join(_part(key, index) for key, index in parts).removeprefix(".")


def declared_index(schema: models.PayloadFieldSchema) -> str | Json:
    """Return an index as it is stored: the bare type, or an object with options as they read back.

    Raises:
        ValidationFailed: An integer index is for nothing at all.
    """
    if not isinstance(schema, BaseModel):
        return str(schema.value)
    said = plain(schema)
    kind = said["type"]
    if kind == "integer" and said.get("lookup") is said.get("range") is False:
        raise ValidationFailed("an integer index needs lookup, range or both", status=422)
    if kind == "text":
        said = {"tokenizer": "word", **said, **_stopwords(said)}
    return {**dict.fromkeys(_SHOWN_AS_NULL.get(kind, ())), **said}


def same_index(there: Any, new: Any) -> bool:
    """Whether an index is declared already; a type and its object without options are the same."""
    return there is not None and _spelled_out(there) == _spelled_out(new)


def payload_schema(indexes: Mapping[str, Any], points: Mapping[str, int]) -> dict[str, models.PayloadIndexInfo]:
    """Return the payload indexes as GET shows them.

    Args:
        indexes: Field → its index as stored.
        points: Field → how many points have an indexable value.
    """
    return {field: _shown(index, points.get(field, 0)) for field, index in sorted(indexes.items())}


def _shown(index: Any, points: int) -> models.PayloadIndexInfo:
    if isinstance(index, str):
        return models.PayloadIndexInfo(data_type=models.PayloadSchemaType(index), points=points)
    params = adapter(models.PayloadSchemaParams).validate_python(index)
    return models.PayloadIndexInfo(data_type=models.PayloadSchemaType(index["type"]), params=params, points=points)


def _part(key: str, index: str) -> str:
    if not key:
        return f"[{int(index)}]" if index else "[]"
    bare = key[1:-1] if key.startswith('"') else key
    return f".{bare}" if _BARE.fullmatch(bare) else f'."{bare}"'


def _stopwords(said: Json) -> Json:
    """Stop words given as sets are kept in order."""
    words = said.get("stopwords")
    if not isinstance(words, dict):
        return {}
    return {"stopwords": {name: sorted(set(values)) for name, values in words.items()}}


def _spelled_out(index: Any) -> Json:
    said = {"type": index} if isinstance(index, str) else index
    if said["type"] == "text":
        said = {"tokenizer": "word", **said}
    return {name: value for name, value in said.items() if value is not None}
