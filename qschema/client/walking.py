"""Looking at all wire models within a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin

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
    parts = _parts(annotation)
    if parts:
        return any(may_hold(part, kind) for part in parts)
    # A type that refers to itself has a name there that isn't resolved.
    return not isinstance(annotation, type) or issubclass(annotation, kind)


def _parts(annotation: Any) -> tuple[Any, ...]:
    parts = get_args(annotation)
    return parts[:1] if get_origin(annotation) is Annotated else parts


def _walk(value: Any, path: Path, found: list[tuple[Path, BaseModel]]) -> None:
    if isinstance(value, BaseModel):
        found.append((path, value))
        for name, lists in _nesting(type(value)):
            inner = getattr(value, name)
            if type(inner) not in _PLAIN and (lists or type(inner) is not list):
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
def _nesting(kind: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a type that may hold models, and whether those that hold lists may."""
    return tuple(
        (name, any(may_hold(part, BaseModel) for part in _lists(field.annotation)))
        for name, field in kind.model_fields.items()
        if may_hold(field.annotation, BaseModel)
    )


def _lists(annotation: Any) -> Iterator[Any]:
    """Yield the types of lists that an annotation allows, and those that can't be told."""
    if get_origin(annotation) is list or not (parts := _parts(annotation)):
        yield from () if isinstance(annotation, type) and annotation is not list else [annotation]
    else:
        for part in parts:
            yield from _lists(part)
