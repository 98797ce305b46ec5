"""Random messages, built from the compiled descriptors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from hypothesis import strategies as st

from qschema.client.grpc.pool import COMPILED, PACKAGE, message_class, pool

DEEPEST = 4


def _names() -> Iterator[str]:
    from google.protobuf.descriptor_pb2 import FileDescriptorSet

    def inside(descriptor: Descriptor) -> Iterator[Descriptor]:
        yield descriptor
        for inner in descriptor.nested_types:
            if not inner.GetOptions().map_entry:
                yield from inside(inner)

    for file in FileDescriptorSet.FromString(COMPILED.read_bytes()).file:
        if file.package == PACKAGE:
            for message in file.message_type:
                for one in inside(pool().FindMessageTypeByName(f"{PACKAGE}.{message.name}")):
                    yield one.full_name.removeprefix(f"{PACKAGE}.")


ALL_MESSAGES = sorted(_names())

_KINDS = FieldDescriptor
SCALARS: dict[int, Any] = {
    _KINDS.TYPE_BOOL: st.booleans(),
    _KINDS.TYPE_STRING: st.text(max_size=5),
    _KINDS.TYPE_UINT32: st.integers(0, 2**32 - 1),
    _KINDS.TYPE_UINT64: st.integers(0, 2**64 - 1),
    _KINDS.TYPE_INT64: st.integers(-(2**63), 2**63 - 1),
    _KINDS.TYPE_FLOAT: st.floats(width=32, allow_nan=False),
    _KINDS.TYPE_DOUBLE: st.floats(allow_nan=False),
}


def scalar(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    if field.type == _KINDS.TYPE_ENUM:
        return st.sampled_from([value.number for value in field.enum_type.values])
    return SCALARS[field.type]


@st.composite
def message(draw: st.DrawFn, name: str, depth: int = 0) -> Message:
    """A message of one type: any of its fields, at most one of each oneof."""
    kind = message_class(name)
    made = kind()
    if kind.DESCRIPTOR.full_name == "google.protobuf.Timestamp":
        return kind(seconds=draw(st.integers(0, 2**33)), nanos=draw(st.integers(0, 999_999_999)))
    fields = [field for field in kind.DESCRIPTOR.fields if not _too_deep(field, depth)]
    chosen = draw(st.lists(st.sampled_from(fields), unique_by=lambda field: field.name, max_size=6)) if fields else []
    for field in chosen:
        _fill(draw, made, field, depth)
    return made


def _too_deep(field: FieldDescriptor, depth: int) -> bool:
    return depth >= DEEPEST and field.message_type is not None


def _fill(draw: st.DrawFn, made: Message, field: FieldDescriptor, depth: int) -> None:
    value = getattr(made, field.name)
    inner = field.message_type
    if inner is not None and inner.GetOptions().map_entry:
        item = inner.fields_by_name["value"].message_type
        for key in draw(st.lists(st.text(max_size=3), max_size=2)):
            value[key].CopyFrom(draw(message(item.full_name, depth + 1)))
    elif field.is_repeated:
        one = scalar(field) if inner is None else message(inner.full_name, depth + 1)
        value.extend(draw(st.lists(one, max_size=3)))
    elif inner is not None:
        value.CopyFrom(draw(message(inner.full_name, depth + 1)))
    else:
        setattr(made, field.name, draw(scalar(field)))


def any_message() -> st.SearchStrategy[Message]:
    """A message of any type."""
    return st.sampled_from(ALL_MESSAGES).flatmap(message)
