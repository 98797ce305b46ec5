"""Payloads, checked before they reach the engine.

The engine takes payloads that it can't read back: one nested 128 levels deep is acknowledged, and makes the shard
unreadable for ever (measured on qdrant-edge-py 0.9.0). A server never gets that far: it reads no JSON that deep.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from qschema.client.errors import BadRequest, InvalidRequest

# What a server 1.19.0 accepts within the body of an upsert, whose own brackets count towards 128 (measured).
DEEPEST = 124

_LEAST, _MOST = -(2**63), 2**64 - 1


def engine_payload(payload: dict[str, Any], depth: int = 1) -> dict[str, Any]:
    """Return a payload as the engine takes it: JSON values only, as the body of a call over REST would hold them.

    Args:
        payload: What the caller gave.
        depth: The level at which it will stand.

    Raises:
        BadRequest: It is nested too deeply, or a number is too large.
        InvalidRequest: A value has no JSON form.
    """
    checked: dict[str, Any] = _checked(payload, depth)
    return checked


def _checked(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _unicode(value)
    if kind is bool or value is None:
        return value
    if kind is int:
        return value if _LEAST <= value <= _MOST else _large(value)
    if kind is float:
        return value if isfinite(value) else None  # as JSON writes it
    if depth > DEEPEST:
        raise BadRequest(f"the payload is nested more than {DEEPEST} levels deep", status=400)
    if kind is dict:
        return {_key(key): _checked(inner, depth + 1) for key, inner in value.items()}
    if kind is list:
        return [_checked(inner, depth + 1) for inner in value]
    return _checked(_plain(value), depth)


def _key(key: Any) -> str:
    return _unicode(key) if type(key) is str else str(next(iter(_plain({key: None}))))


def _unicode(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidRequest("the payload holds half of a surrogate pair, which is no text", why=repr(text)) from None
    return text


def _large(number: int) -> float:
    """A whole number beyond 64 bits is read as a fraction, as a server does."""
    try:
        return float(number)
    except OverflowError:
        raise BadRequest("the payload holds a number that is out of range", status=400) from None


def _plain(value: Any) -> Any:
    """Return the JSON form of what isn't JSON: tuples, sets, moments, UUIDs, arrays, models."""
    try:
        return value.tolist() if hasattr(value, "tolist") else to_jsonable_python(value, by_alias=True)
    except (ValueError, TypeError, RecursionError, PydanticSerializationError) as error:
        raise InvalidRequest("the payload holds a value that has no JSON form", why=str(error)) from error
