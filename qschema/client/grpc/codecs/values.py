"""Payload values: any JSON, as `qdrant.Value`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic_core import to_jsonable_python

from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.scalars import text_bytes
from qschema.client.grpc.codecs.wire import BYTES, double_bytes, signed_varint, varint

# The tags of the fields of `qdrant.Value`, and of those of an entry of a map.
_NULL, _DOUBLE, _INTEGER, _TEXT, _OBJECT, _LIST = b"\x08\x00", b"\x11", b"\x18", b"\x22", b"\x32", b"\x3a"
_KEY, _VALUE = b"\x0a", b"\x12"
_ENTRY = b"\x0a"
_ITEM = b"\x0a"
_SHORT = 120
_EMPTY = {"string_value": "", "integer_value": 0}
_LEAST, _MOST = -(2**63), 2**63 - 1


class Values:
    """Reads and writes `qdrant.Value`."""

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a JSON value is."""
        return value_bytes(value)

    def read(self, message: Any) -> Any:
        """Return the JSON value that a message is."""
        return value_of(message)


def value_bytes(value: Any) -> bytes:
    """Return a JSON value as the content of a `qdrant.Value`.

    What JSON doesn't have (dates, UUIDs, decimals, sets) is written as in the bodies of REST.

    Raises:
        MessageError: A whole number is too large; gRPC has 64 bits with a sign, REST one bit more.
    """
    kind = type(value)
    if kind is str:
        return _TEXT + text_bytes(value)
    if kind is int:
        if not _LEAST <= value <= _MOST:
            raise MessageError(f"{value} is too large for a payload over gRPC")
        return _INTEGER + signed_varint(value)
    if kind is float:
        return _DOUBLE + double_bytes(value)
    if kind is bool:
        return b"\x28\x01" if value else b"\x28\x00"
    if value is None:
        return _NULL
    if kind is dict:
        content = map_bytes(_ENTRY, value)
        return b"".join((_OBJECT, varint(len(content)), content))
    if kind is list or kind is tuple:
        items = [value_bytes(item) for item in value]
        content = b"".join([part for item in items for part in (_ITEM, varint(len(item)), item)])
        return b"".join((_LIST, varint(len(content)), content))
    if hasattr(value, "tolist"):
        return value_bytes(value.tolist())
    return value_bytes(to_jsonable_python(value))


def map_bytes(start: bytes, payload: Mapping[str, Any]) -> bytes:
    """Return the fields of a JSON object as entries of a map.

    Args:
        start: The tag of the map's field.
        payload: The object.
    """
    parts: list[bytes] = []
    for key, value in payload.items():
        name = _key(key)
        if type(value) is str and len(data := value.encode()) + len(name) < _SHORT:
            # the commonest by far, whose lengths take a byte each
            size = len(data)
            parts += (start, BYTES[size + len(name) + 4], name, _VALUE, BYTES[size + 2], _TEXT, BYTES[size], data)
        else:
            content = value_bytes(value)
            length = varint(len(content))
            parts += (start, varint(len(name) + len(length) + len(content) + 1), name, _VALUE, length, content)
    return b"".join(parts)


@lru_cache(maxsize=4096, typed=True)
def _key(key: Any) -> bytes:
    if type(key) is not str:
        (key,) = to_jsonable_python({key: None})
    return _KEY + text_bytes(key)


def value_of(message: Any) -> Any:
    """Return the JSON value that a `qdrant.Value` is; null where nothing is set, as a server reads it."""
    # A text or a number that isn't empty is found without asking which field is set, which takes the longest.
    return message.string_value or message.integer_value or _other(message)


def map_of(fields: Any) -> dict[str, Any]:
    """Return the JSON object that a map of values is."""
    found = {}
    for key in fields:
        message = fields[key]
        found[key] = message.string_value or message.integer_value or _other(message)
    return found


def _other(message: Any) -> Any:
    """Return what a value is that is neither a text nor a number, or an empty one."""
    kind = message.WhichOneof("kind")
    if kind == "bool_value":
        return message.bool_value
    if kind == "list_value":
        items = message.list_value.values
        return [item.string_value or item.integer_value or _other(item) for item in items]
    if kind == "double_value":
        return message.double_value
    if kind == "struct_value":
        return map_of(message.struct_value.fields)
    return _EMPTY.get(kind)
