"""The messages of Qdrant's gRPC API, loaded from the compiled descriptors into a pool of their own on first use."""

from __future__ import annotations

import copyreg
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, EnumDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.message import Message

COMPILED = Path(__file__).with_name("messages.binpb")
PACKAGE = "qdrant"
TIMESTAMP = "google.protobuf.Timestamp"

_HOME = "qschema.client.grpc"


@cache
def pool() -> DescriptorPool:
    """Return the pool, with all files in it."""
    made = DescriptorPool()
    for file in FileDescriptorSet.FromString(COMPILED.read_bytes()).file:
        made.AddSerializedFile(file.SerializeToString())
    return made


@cache
def message_class(full_name: str) -> type[Message]:
    """Return the class of a message, given as `qdrant.PointStruct` or `PointStruct`.

    Raises:
        KeyError: There is no such message.
    """
    known = full_name if full_name.startswith((f"{PACKAGE}.", "google.")) else f"{PACKAGE}.{full_name}"
    return _named(pool().FindMessageTypeByName(known))


@cache
def enum_values(full_name: str) -> Mapping[str, int]:
    """Return the words of an enumeration, given as `qdrant.Distance` or `Distance`, with their numbers.

    Raises:
        KeyError: There is no such enumeration.
    """
    known = full_name if full_name.startswith(f"{PACKAGE}.") else f"{PACKAGE}.{full_name}"
    return {value.name: value.number for value in pool().FindEnumTypeByName(known).values}


@cache
def by_name() -> Mapping[str, Any]:
    """Return what stands at the top of all files by its name: messages, enumerations and their values."""
    found: dict[str, Any] = {"Timestamp": message_class(TIMESTAMP)}
    for file in FileDescriptorSet.FromString(COMPILED.read_bytes()).file:
        if file.package == PACKAGE:
            found |= {message.name: message_class(message.name) for message in file.message_type}
            for enum in file.enum_type:
                found |= _enum(pool().FindEnumTypeByName(f"{PACKAGE}.{enum.name}"))
    return found


def _enum(enum: EnumDescriptor) -> Iterator[tuple[str, Any]]:
    yield enum.name, EnumTypeWrapper(enum)
    yield from ((value.name, value.number) for value in enum.values)


def _named(descriptor: Descriptor) -> type[Message]:
    """Return the class of a message, told where it is found and how its messages are pickled.

    Protobuf's own way looks for the class in the pool that all packages share.
    """
    kind: type[Message] = message_factory.GetMessageClass(descriptor)
    kind.__module__ = _HOME
    kind.__qualname__ = descriptor.full_name.removeprefix(f"{PACKAGE}.").removeprefix("google.protobuf.")
    copyreg.pickle(kind, _reduced)
    for inner in descriptor.nested_types:
        if not inner.GetOptions().map_entry:
            _named(inner)
    return kind


def _reduced(message: Message) -> tuple[Any, ...]:
    return restore, (message.DESCRIPTOR.full_name, message.SerializeToString())


def restore(full_name: str, content: bytes) -> Message:
    """Return a message that was pickled."""
    return message_class(full_name).FromString(content)
