"""Looking at all wire models within a value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

Path = tuple[str, ...]

_NUMBERS = frozenset((float, int))
"""What most lists hold: vectors, which are told from others without a look at each of their numbers."""

_PLAIN = frozenset((type(None), bool, int, float, str))


def models_in(value: Any, path: Path = ()) -> list[tuple[Path, BaseModel]]:
    """Return every wire model within a value, each before those within it, and where it stands."""
    found: list[tuple[Path, BaseModel]] = []
    _walk(value, path, found)
    return found


def are_numbers(values: list[Any] | tuple[Any, ...]) -> bool:
    """Return whether values are numbers throughout; True and False are none."""
    return _NUMBERS.issuperset(map(type, values))


def may_hold(annotation: Any, kind: type) -> bool:
    """Return whether a value of an annotated type may be, or hold, one of a kind."""
    parts = get_args(annotation)
    if parts:
        return any(may_hold(part, kind) for part in parts)
    # A type that refers to itself has a name there that isn't resolved.
    return not isinstance(annotation, type) or issubclass(annotation, kind)


def _walk(value: Any, path: Path, found: list[tuple[Path, BaseModel]]) -> None:
    if isinstance(value, BaseModel):
        found.append((path, value))
        for name in _nesting(type(value)):
            inner = getattr(value, name)
            if type(inner) not in _PLAIN:
                _walk(inner, (*path, name), found)
    elif isinstance(value, (list, tuple)):
        if not are_numbers(value):
            for index, inner in enumerate(value):
                if isinstance(inner, (BaseModel, list, dict)):
                    _walk(inner, (*path, str(index)), found)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _walk(inner, (*path, str(key)), found)


@cache
def _nesting(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a type that may hold models."""
    return tuple(name for name, field in kind.model_fields.items() if may_hold(field.annotation, BaseModel))
