"""Values of any wire type, drawn along its annotations."""

from __future__ import annotations

from datetime import date, datetime, timezone
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel

_NUMBERS = st.integers(0, 2**53)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: _NUMBERS,
    float: st.floats(-1e6, 1e6, allow_nan=False, width=32),
    str: st.text(max_size=3),
    NoneType: st.none(),
    Any: st.sampled_from([None, True, 7, "", {"a": [None, 0.5]}, []]),
    UUID: st.uuids(),
    datetime: st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(timezone.utc)),
}


@st.composite
def structures(draw: st.DrawFn, kind: type[BaseModel]) -> Any:
    """Values of a wire type; what may be left out is, once it lies deep."""
    return _structure(draw, kind, 3)


def _structure(draw: st.DrawFn, kind: type[BaseModel], depth: int) -> Any:
    kind.model_rebuild()
    given = {
        name: _value(draw, about.annotation, depth - 1)
        for name, about in kind.model_fields.items()
        if about.is_required() or (depth > 0 and draw(st.booleans()))
    }
    return kind(**given)


def _value(draw: st.DrawFn, kind: Any, depth: int) -> Any:
    if kind in _PLAIN:
        return draw(_PLAIN[kind])
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _value(draw, parts[0], depth)
    if origin is Literal:
        return draw(st.sampled_from(parts))
    if origin in (Union, UnionType):
        return _value(draw, draw(st.sampled_from(_likely(parts, depth))), depth)
    if origin is list:
        return [_value(draw, parts[0], depth - 1) for _ in range(draw(st.integers(0, 2)) if depth > 0 else 0)]
    if origin is dict:
        names = draw(st.lists(_PLAIN[str], max_size=2, unique=True)) if depth > 0 else []
        return {name: _value(draw, parts[1], depth - 1) for name in names}
    if issubclass(kind, Enum):
        return draw(st.sampled_from(list(kind)))
    return _structure(draw, kind, depth)


def _likely(parts: tuple[Any, ...], depth: int) -> tuple[Any, ...]:
    """Return the parts of a union; deep inside, those without structure if there are any."""
    parts = tuple(part for part in parts if part is not date)  # a date alone is read as a time, which is as good
    flat = tuple(part for part in parts if part in _PLAIN or get_origin(part) in (Annotated, Literal))
    return flat if depth <= 0 and flat else parts
