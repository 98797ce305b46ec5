"""Declared values on one line: the short form of YAML, wide things broken up by their first keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from qschema.planner.shape import is_unnamed

_BY_NAME = ("vectors", "sparse_vectors")


def rows_of(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and value of each part of a declaration; each named vector is a row of its own."""
    for key, value in body.items():
        if key in _BY_NAME and isinstance(value, Mapping) and value and not is_unnamed(value):
            for name, params in value.items():
                yield f"{key}/{name}", _inner(params)
        else:
            yield key, _inner(value)


def _inner(value: Any) -> str:
    """Return a value without the braces around it, where it is a map with something in it."""
    text = compact(value)
    return text[1:-1] if isinstance(value, Mapping) and value else text


def compact(value: Any) -> str:
    """Return a JSON value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {compact(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(compact, value)) + "]"
    if isinstance(value, str):
        return _key(value)
    return orjson.dumps(value).decode()


def _key(text: str) -> str:
    """Quote a text only where it would be misread without quotes, and never let a control character out."""
    plain = text.isprintable() and text and not set(text) & set(" ,:{}[]\"'→") and text not in ("null", "true", "false")
    return text if plain else orjson.dumps(text).decode()
