"""Looking at all wire models within a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

Path = tuple[str, ...]

_NUMBERS = frozenset((float, int))
"""What most lists hold: vectors, which are told from others without a look at each of their numbers."""


def models_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every wire model within a value, each before those within it, and where it stands."""
    if isinstance(value, BaseModel):
        yield path, value
        for name in _nesting(type(value)):
            inner = getattr(value, name)
            if inner is not None:
                yield from models_in(inner, (*path, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from models_in(inner, (*path, str(key)))
    elif isinstance(value, (list, tuple)) and not _NUMBERS.issuperset(map(type, value)):
        for index, inner in enumerate(value):
            if isinstance(inner, (BaseModel, list, dict)):
                yield from models_in(inner, (*path, str(index)))


@cache
def _nesting(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a type that may hold models."""
    return tuple(name for name, field in kind.model_fields.items() if _may_hold_models(field.annotation))


def _may_hold_models(annotation: Any) -> bool:
    parts = get_args(annotation)
    if parts:
        return any(_may_hold_models(part) for part in parts)
    # A type that refers to itself has a name there that isn't resolved.
    return not isinstance(annotation, type) or issubclass(annotation, BaseModel)
