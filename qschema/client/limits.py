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


class _Limit(NamedTuple):
    """What a field must keep to: what its type holds, its bounds, a number and a word that it can't be, its length."""

    held: tuple[float, float] | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    number: int | None = None
    word: str | None = None
    length: int = 0


_UNLIMITED = _Limit()


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
        for name, limit in _limits(type(model)):
            inner = getattr(model, name)
            if inner is not None and (breach := _of_field(limit, inner, (*path, name))):
                yield breach


def _of_parts(model: FieldCondition | GeoLineString | Slice, path: Path) -> Iterator[Breach]:
    """Yield what is wrong with the parts of a filter beside each other."""
    match model:
        case GeoLineString(points=points) if len(points) < 4 or points[0] != points[-1]:
            yield Breach(path, _UNREADABLE, "must have four points or more, and end where it starts")
        case Slice(total=int(total), index=int(index)) if not 0 <= index < total:
            yield Breach(path, _REFUSED, "the index must be smaller than the total")
        case FieldCondition() if all(getattr(model, name) is None for name in _conditions()):
            yield Breach(path, _REFUSED, f"has no condition on the field '{model.key}'")


def _of_field(limit: _Limit, value: Any, path: Path) -> Breach | None:
    numbers = _numbers(value)
    if numbers:
        least, greatest = min(numbers), max(numbers)
        if limit.held and not limit.held[0] <= least <= greatest <= limit.held[1]:
            return Breach(path, _UNREADABLE, f"must be from {limit.held[0]} to {limit.held[1]}")
        low, high = limit.bounds
        # Written so that NaN, which is neither more nor less than anything, is out of all bounds.
        if not ((low is None or least >= low) and (high is None or greatest <= high)):
            return Breach(path, _REFUSED, _between(low, high))
        if limit.number in numbers:
            return Breach(path, _REFUSED, f"can't be {limit.number}")
    elif value == limit.word:
        return Breach(path, _REFUSED, f"can't be {limit.word}")
    elif isinstance(value, (str, list)) and len(value) < limit.length:
        return Breach(path, _REFUSED, "can't be empty")
    return None


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
def _limits(kind: type[BaseModel]) -> tuple[tuple[str, _Limit], ...]:
    """Return the fields of a type that are limited, and how."""
    limits = ((name, _limit(kind.__name__, name)) for name in kind.model_fields)
    return tuple((name, limit) for name, limit in limits if limit != _UNLIMITED)


def _limit(kind: str, name: str) -> _Limit:
    key = kind, name
    return _Limit(
        held=RANGES.get(key),
        bounds=BOUNDS.get(key, (None, None)),
        number=_REFUSED_NUMBERS.get(key),
        word=_REFUSED_WORDS.get(key),
        length=LEAST_LENGTHS.get(key, 0),
    )


@cache
def _never_null(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if (kind.__name__, name) in NEVER_NULL)
