"""The type of index that fits a Python type."""

from __future__ import annotations

import types
from datetime import date, datetime
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from qschema.client.models import GeoPoint

_FITTING: dict[Any, str] = {
    str: "keyword",
    bool: "bool",
    int: "integer",
    float: "float",
    datetime: "datetime",
    date: "datetime",
    UUID: "uuid",
    GeoPoint: "geo",
}


def fitting_index(kind: Any) -> str | None:
    """Return the type of index for values of a type; lists are indexed by their items. None if no single one fits."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated or origin in (list, set, tuple, frozenset):
        return fitting_index(args[0])
    if origin in (Union, types.UnionType):
        found = {fitting_index(arg) for arg in args if arg is not type(None)}
        return found.pop() if len(found) == 1 else None
    if origin is not None and args:  # Literal["a", "b"]
        found = {fitting_index(type(arg)) for arg in args}
        return found.pop() if len(found) == 1 else None
    return next((word for known, word in _FITTING.items() if isinstance(kind, type) and issubclass(kind, known)), None)
