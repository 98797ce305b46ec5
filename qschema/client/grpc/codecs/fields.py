"""One field of a message: what writes it and what reads it, made of its descriptor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from qschema.client.grpc.codecs.base import Codec
from qschema.client.grpc.codecs.scalars import encoder, is_repeated, scalar_writer, shortest, text_bytes
from qschema.client.grpc.codecs.values import Values, map_bytes, map_of
from qschema.client.grpc.codecs.wire import LENGTH, framed, tag, varint
from qschema.client.grpc.codecs.words import Words

Write = Callable[[Any], bytes]
Read = Callable[[Any], Any]
"""Reads a field of a message; None where it isn't set, or is a list or a map without content."""


def writer(field: FieldDescriptor, codec: Codec | Words | None) -> Write:
    """Return what writes a field, tag and all.

    Args:
        field: The field.
        codec: What writes its messages, or those in its list or map; its words; None for other single values.
    """
    if codec is None:
        return scalar_writer(field, encoder(field))
    if isinstance(codec, Words):
        number = codec.number
        return scalar_writer(field, lambda word: varint(number(word)))
    start = tag(field.number, LENGTH)
    write = codec.write
    if is_map(field):
        if isinstance(codec, Values):
            return lambda items: map_bytes(start, items)
        return lambda items: b"".join([framed(start, _entry(key, write(item))) for key, item in items.items()])
    if is_repeated(field):
        # what the API takes one of as well as many is one without a list around it
        return lambda items: b"".join([framed(start, write(item)) for item in _listed(items)])
    return lambda value: framed(start, write(value))


def reader(field: FieldDescriptor, codec: Codec | Words | None) -> Read:
    """Return what reads a field; see `writer`."""
    name = field.name
    one = _reads_one(field, codec)
    if is_map(field):
        if isinstance(codec, Values):
            return lambda message: map_of(getattr(message, name)) or None
        return lambda message: {key: one(items[key]) for key in items} if (items := getattr(message, name)) else None
    if is_repeated(field):
        if one is None:
            return lambda message: list(getattr(message, name)) or None
        return lambda message: [one(item) for item in getattr(message, name)] or None
    if not field.has_presence:
        if one is None:
            return lambda message: getattr(message, name)
        return lambda message: one(getattr(message, name))
    if one is None:
        return lambda message: getattr(message, name) if message.HasField(name) else None
    return lambda message: one(getattr(message, name)) if message.HasField(name) else None


def is_map(field: FieldDescriptor) -> bool:
    """Whether a field is a map."""
    return field.message_type is not None and bool(field.message_type.GetOptions().map_entry)


def inner_message(field: FieldDescriptor) -> str | None:
    """Return the name of a field's messages, or of those in its list or map; None where it has none."""
    inner = field.message_type
    if inner is not None and is_map(field):
        inner = inner.fields_by_name["value"].message_type
    return None if inner is None else inner.full_name.removeprefix("qdrant.")


def codec_of(field: FieldDescriptor, chosen: Any, lookup: Callable[[str], Any]) -> Codec | Words | None:
    """Return what writes and reads a field's messages or words.

    Args:
        field: The field.
        chosen: A codec, or its name, where that of the field's type isn't meant.
        lookup: Finds codecs by name.
    """
    if chosen is None:
        enum = field.enum_type
        chosen = enum.full_name.removeprefix("qdrant.") if enum else inner_message(field)
    found: Codec | Words | None = lookup(chosen) if isinstance(chosen, str) else chosen
    return found


def _reads_one(field: FieldDescriptor, codec: Codec | Words | None) -> Any:
    if isinstance(codec, Words):
        return codec.word
    if codec is not None:
        return codec.read
    return shortest if field.type == FieldDescriptor.TYPE_FLOAT else None


def _entry(key: str, content: bytes) -> bytes:
    return b"".join((b"\x0a", text_bytes(key), b"\x12", varint(len(content)), content))


def _listed(items: Any) -> Any:
    return items if isinstance(items, (list, tuple)) else (items,)
