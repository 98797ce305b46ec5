"""What a server's types can hold, and what it checks of them: the tables of `models/bounds.py` applied to values.

A number that doesn't fit into a server's type can't be read (400); one that fits, but is out of bounds, is understood
and refused (422). Measured on 1.19.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from qschema.client.models import FieldCondition, GeoLineString, Slice
from qschema.client.models.bounds import BOUNDS, LEAST_LENGTHS, NEVER_NULL, RANGES
from qschema.client.walking import Path, are_numbers, models_in

MAX_BODY_BYTES = 32 * 1024 * 1024
"""The largest body that a server reads unless it was configured (`service.max_request_size_mb` of 1.19.0)."""

_UNREADABLE = 400
_REFUSED = 422

_REFUSED_WORDS = {
    ("VectorParams", "memory"): "pinned",
    ("VectorParamsDiff", "memory"): "pinned",
    ("PayloadStorageParams", "memory"): "pinned",
    ("SparseIndexParams", "datatype"): "turbo4",
    ("SparseVectorConfig", "datatype"): "turbo4",
}
"""Words that a type has, but that aren't allowed in one place."""

_REFUSED_NUMBERS = {("WalConfigDiff", "wal_retain_closed"): 0}
"""Numbers that a server's schema allows, and at which it then panics (500, and nothing is created): refused here."""


class Breach(NamedTuple):
    """A limit that a value doesn't keep: where, the status that a server answers with, and in words."""

    path: Path
    status: int
    what: str


def first_breach(value: Any) -> Breach | None:
    """Return what a server would refuse a value for, None if it keeps all limits; what can't be read comes first."""
    return first_breach_of(models_in(value))


def first_breach_of(found: Iterable[tuple[Path, BaseModel]]) -> Breach | None:
    """Return the same for a value in which all models were found already."""
    breaches = list(_breaches(found))
    return next((breach for breach in breaches if breach.status == _UNREADABLE), breaches[0] if breaches else None)


def first_null(value: Any) -> Breach | None:
    """Return a null that a server can't read; for what came as JSON, since Python callers say None for "not given"."""
    for path, model in models_in(value):
        for name in _never_null(type(model)):
            if name in model.model_fields_set and getattr(model, name) is None:
                return Breach((*path, name), _UNREADABLE, "can't be null")
    return None


def _breaches(found: Iterable[tuple[Path, BaseModel]]) -> Iterator[Breach]:
    for path, model in found:
        if isinstance(model, (FieldCondition, GeoLineString, Slice)):
            yield from _of_parts(model, path)
        for name in _limited(type(model)):
            inner = getattr(model, name)
            if inner is not None:
                yield from _of_field((type(model).__name__, name), inner, (*path, name))


def _of_parts(model: FieldCondition | GeoLineString | Slice, path: Path) -> Iterator[Breach]:
    """Yield what is wrong with the parts of a filter beside each other."""
    match model:
        case GeoLineString(points=points) if len(points) < 4 or points[0] != points[-1]:
            yield Breach(path, _UNREADABLE, "must have four points or more, and end where it starts")
        case Slice(total=int(total), index=int(index)) if not 0 <= index < total:
            yield Breach(path, _REFUSED, "the index must be smaller than the total")
        case FieldCondition() if all(getattr(model, name) is None for name in _conditions()):
            yield Breach(path, _REFUSED, f"has no condition on the field '{model.key}'")


def _of_field(key: tuple[str, str], value: Any, path: Path) -> Iterator[Breach]:
    numbers = _numbers(value)
    if numbers:
        least, greatest = min(numbers), max(numbers)
        held = RANGES.get(key)
        if held and not held[0] <= least <= greatest <= held[1]:
            yield Breach(path, _UNREADABLE, f"must be from {held[0]} to {held[1]}")
            return
        low, high = BOUNDS.get(key, (None, None))
        # Written so that NaN, which is neither more nor less than anything, is out of all bounds.
        if not ((low is None or least >= low) and (high is None or greatest <= high)):
            yield Breach(path, _REFUSED, _between(low, high))
        elif key in _REFUSED_NUMBERS and _REFUSED_NUMBERS[key] in numbers:
            yield Breach(path, _REFUSED, f"can't be {_REFUSED_NUMBERS[key]}")
    elif value == _REFUSED_WORDS.get(key):
        yield Breach(path, _REFUSED, f"can't be {_REFUSED_WORDS[key]}")
    elif isinstance(value, (str, list)) and len(value) < LEAST_LENGTHS.get(key, 0):
        yield Breach(path, _REFUSED, "can't be empty")


def _numbers(value: Any) -> list[float]:
    if isinstance(value, list):
        return value if are_numbers(value) else [number for inner in value for number in _numbers(inner)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


def _between(low: float | None, high: float | None) -> str:
    if high is None:
        return f"must be {low} or larger"
    return f"must be {high} or smaller" if low is None else f"must be from {low} to {high}"


@cache
def _conditions() -> tuple[str, ...]:
    return tuple(name for name in FieldCondition.model_fields if name != "key")


@cache
def _limited(kind: type[BaseModel]) -> tuple[str, ...]:
    tables: tuple[Any, ...] = (BOUNDS, RANGES, LEAST_LENGTHS, _REFUSED_WORDS)
    return tuple(name for name in kind.model_fields if any((kind.__name__, name) in table for table in tables))


@cache
def _never_null(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if (kind.__name__, name) in NEVER_NULL)
