"""Parameters in paths and query strings: text into values, as a server 1.19.0 reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import NoneType
from typing import Any, get_args
from urllib.parse import parse_qsl

from qschema.client.errors import BadRequest

_WHOLE = re.compile(r"\+?\d+")
_MOST = 2**64 - 1
_FLAGS = {"true": True, "false": False}


def read_query(kinds: Mapping[str, Any], query: str) -> dict[str, Any]:
    """Return the parameters in a query string; those that the call doesn't know are ignored.

    Args:
        kinds: Field of each parameter that the call knows → its type.
        query: The query string without its question mark.

    Raises:
        BadRequest: A value can't be read, or stands there twice.
    """
    values: dict[str, Any] = {}
    # A field that is named by a keyword of Python ends in an underscore.
    fields = {name.rstrip("_"): name for name in kinds}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name not in fields:
            continue
        if fields[name] in values:
            raise BadRequest(f"the parameter {name} is given twice", status=400)
        values[fields[name]] = read_parameter(name, kinds[fields[name]], text)
    return values


def read_parameter(name: str, kind: Any, text: str) -> Any:
    """Return the value of a parameter.

    Raises:
        BadRequest: It can't be read.
    """
    for one in get_args(kind) or (kind,):
        value = _value(one, text)
        if value is not None:
            return value
    raise BadRequest(f"{text!r} is no value for the parameter {name}", status=400)


def _value(kind: Any, text: str) -> Any:
    """Return a value of one type, None if the text isn't one."""
    if kind is NoneType:
        return None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next((member for member in kind if member.value == text), None)
    if kind is bool:
        return _FLAGS.get(text)
    if kind is str:
        return text
    if kind is int:
        return int(text) if _WHOLE.fullmatch(text) and int(text) <= _MOST else None
    return None
