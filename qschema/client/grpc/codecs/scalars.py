"""Fields of a message that hold single values: how each is written after its tag, and read."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.wire import (
    FIXED32,
    FIXED64,
    LENGTH,
    VARINT,
    double_bytes,
    floats_bytes,
    signed_varint,
    tag,
    varint,
)

Encode = Callable[[Any], bytes]

_RANGES = {
    FieldDescriptor.TYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.TYPE_UINT64: (0, 2**64 - 1),
    FieldDescriptor.TYPE_INT64: (-(2**63), 2**63 - 1),
}


def is_repeated(field: FieldDescriptor) -> bool:
    """Whether a field holds several values; the property of that name is newer than the oldest protobuf that does."""
    found: bool | None = getattr(field, "is_repeated", None)
    return bool(getattr(field, "label", None) == FieldDescriptor.LABEL_REPEATED) if found is None else found


def wire_kind(field: FieldDescriptor) -> int:
    """Return how a field's single values are encoded."""
    if field.type == FieldDescriptor.TYPE_DOUBLE:
        return FIXED64
    if field.type == FieldDescriptor.TYPE_FLOAT:
        return FIXED32
    return LENGTH if field.type == FieldDescriptor.TYPE_STRING else VARINT


def encoder(field: FieldDescriptor) -> Encode:
    """Return what writes a field's single values, without their tag."""
    if field.type in _RANGES:
        return _whole(field.full_name, *_RANGES[field.type])
    return {
        FieldDescriptor.TYPE_DOUBLE: double_bytes,
        FieldDescriptor.TYPE_FLOAT: lambda number: floats_bytes((number,)),
        FieldDescriptor.TYPE_BOOL: lambda flag: b"\x01" if flag else b"\x00",
        FieldDescriptor.TYPE_STRING: text_bytes,
    }[field.type]


def scalar_writer(field: FieldDescriptor, encode: Encode) -> Encode:
    """Return what writes a field, tag and all; a list of values where it is repeated."""
    if not is_repeated(field):
        start = tag(field.number, wire_kind(field))
        return lambda value: start + encode(value)
    start = tag(field.number, LENGTH)
    if field.type == FieldDescriptor.TYPE_STRING:
        return lambda values: b"".join([start + encode(value) for value in values])
    if field.type == FieldDescriptor.TYPE_FLOAT:
        return lambda values: _packed(start, floats_bytes(values))
    return lambda values: _packed(start, b"".join(map(encode, values)))


def text_bytes(text: str) -> bytes:
    """Return a text with its length before it."""
    data = text.encode()
    return varint(len(data)) + data


def shortest(number: float) -> float:
    """Return the number with the fewest digits that is this one as float32: 0.99, where a double says 0.9900000095.

    So numbers read over gRPC are the same as those in JSON.
    """
    for digits in (7, 8):
        text = f"{number:.{digits}g}"
        if array("f", (float(text),))[0] == number:
            return float(text)
    return float(f"{number:.9g}")


def _packed(start: bytes, content: bytes) -> bytes:
    return b"".join((start, varint(len(content)), content)) if content else b""


def _whole(name: str, least: int, most: int) -> Encode:
    write = signed_varint if least < 0 else varint

    def encode(number: Any) -> bytes:
        if not least <= number <= most:
            raise MessageError(f"{number} doesn't fit into {name}")
        return write(number)

    return encode
