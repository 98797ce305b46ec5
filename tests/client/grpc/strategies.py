"""Random messages, built from the compiled descriptors; complete ones, in which nothing that a server needs is missing.

They are made of a seed: drawn value by value, they would take most of the time of the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.message import Message
from hypothesis import settings
from hypothesis import strategies as st

from qschema.client.grpc.codecs.fields import is_map
from qschema.client.grpc.codecs.scalars import is_repeated
from qschema.client.grpc.pool import COMPILED, PACKAGE, message_class, pool

DEEPEST = 4
TIMESTAMP = "google.protobuf.Timestamp"


def some(share: int) -> settings:
    """So many times fewer examples than elsewhere, for what is repeated for each message."""
    return settings(max_examples=max(1, settings.default.max_examples // share))


def _names() -> Iterator[str]:
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
_TEXTS = ("", "a", "b.c", "ä€", "x" * 200)
_AT_LEAST_ONE = (
    "qdrant.MultiDenseVector.vectors",
    "qdrant.PointStruct.vectors",
    "qdrant.RelevanceFeedbackInput.feedback",
)
_OLDER = ("data", "indices", "vectors_count")
_WHOLE = {
    _KINDS.TYPE_UINT32: (0, 2**32 - 1),
    _KINDS.TYPE_UINT64: (0, 2**64 - 1),
    _KINDS.TYPE_INT64: (-(2**63), 2**63 - 1),
}
_MOMENT = "2024-05-06T07:08:09+00:00"
_FLOATS = (0.0, -0.5, 0.99, 1e-30, 3e38, -1.0, 16777217.0)


def scalar(field: FieldDescriptor, dice: Random) -> Any:
    """A value of a field; of an enumeration, one that says something where there is a choice."""
    if field.type == _KINDS.TYPE_ENUM:
        words = [value for value in field.enum_type.values if "nknown" not in value.name and value.name != "Default"]
        return dice.choice(words).number
    if field.type in _WHOLE:
        least, most = _WHOLE[field.type]
        return dice.choice((least, 0, 1, 127, 128, 70_000, most))
    if field.type == _KINDS.TYPE_BOOL:
        return dice.random() < 0.5
    return dice.choice(_TEXTS if field.type == _KINDS.TYPE_STRING else _FLOATS)


def build(name: str, dice: Random, depth: int = 0) -> Message:
    """A message of a type: one of each oneof, all fields that can't be left out, and some of the others."""
    kind = message_class(name)
    if name == TIMESTAMP:
        return kind(seconds=dice.randrange(2**33), nanos=dice.randrange(10**6) * 1000)  # Python has no nanoseconds
    made = kind()
    for field in _chosen(kind.DESCRIPTOR, dice, depth):
        _fill(made, field, dice, depth)
    _settle(made, name.removeprefix("qdrant."))
    return made


def _settle(made: Any, name: str) -> None:
    """Make parts of a message agree that can't be chosen one by one."""
    if name == "ShardKeySelector" and made.HasField("fallback"):
        del made.shard_keys[1:]
        if not made.shard_keys:
            made.shard_keys.add(keyword="only")
    elif name == "StartFrom" and made.HasField("datetime"):
        made.datetime = _MOMENT
    elif name == "SnowballParams":
        made.language = "english"
    elif name == "StopwordsSet":
        made.languages[:] = ["english"] * len(made.languages)
    elif name == "OptimizerStatus" and made.ok:
        made.ClearField("error")
    elif name == "QueryBatchPoints":
        for search in made.query_points:
            search.collection_name = made.collection_name
            search.ClearField("timeout")
            search.ClearField("read_consistency")
    elif name == "UpdateBatchPoints" and not made.operations:
        made.operations.add().delete_points.points.points.ids.add(num=1)
    elif name == "FieldCondition" and made.HasField("range"):
        made.ClearField("datetime_range")


def _chosen(descriptor: Descriptor, dice: Random, depth: int) -> Iterator[FieldDescriptor]:
    single = [oneof for oneof in descriptor.oneofs if len(oneof.fields) > 1 or not oneof.name.startswith("_")]
    for oneof in single:
        if oneof.name not in ("scoring",) or dice.random() < 0.5:
            yield _one(oneof.fields, dice, depth)
    inside = {field.name for oneof in single for field in oneof.fields}
    older = _OLDER if descriptor.name in ("Vector", "VectorOutput") else ()
    for field in descriptor.fields:
        if field.name not in (*inside, *older) and (_needed(field) or (depth < DEEPEST and dice.random() < 0.5)):
            yield field


def _one(fields: Any, dice: Random, depth: int) -> FieldDescriptor:
    if depth < DEEPEST:
        return dice.choice(list(fields))
    return min(fields, key=height)


def _needed(field: FieldDescriptor) -> bool:
    """Whether a message without the field says too little."""
    if field.full_name in _AT_LEAST_ONE:
        return True
    told = field.message_type is not None or (field.enum_type is not None and not field.has_presence)
    return told and not is_repeated(field) and field.containing_oneof is None


def height(field: FieldDescriptor) -> int:
    """How deep what a field holds must be at least."""
    return 0 if field.message_type is None else _height(field.message_type.full_name, ())


@cache
def _height(name: str, seen: tuple[str, ...]) -> int:
    if name in seen or name == TIMESTAMP:
        return 1 if name == TIMESTAMP else 99
    descriptor = message_class(name).DESCRIPTOR
    seen = (*seen, name)
    needed = [
        _height(field.message_type.full_name, seen)
        for field in descriptor.fields
        if _needed(field) and field.message_type is not None
    ]
    for oneof in descriptor.oneofs:
        if not oneof.name.startswith("_"):
            inner = [field.message_type for field in oneof.fields]
            needed.append(min(0 if one is None else _height(one.full_name, seen) for one in inner))
    return 1 + max(needed, default=0)


def _fill(made: Message, field: FieldDescriptor, dice: Random, depth: int) -> None:
    value, inner = getattr(made, field.name), field.message_type
    if is_map(field):
        item = inner.fields_by_name["value"].message_type
        for key in dice.sample(_TEXTS, dice.randrange(3)):
            value[key].CopyFrom(build(item.full_name, dice, depth + 1))
    elif is_repeated(field):
        for _ in range(dice.randrange(1, 3) if depth < DEEPEST else 1):
            value.append(scalar(field, dice) if inner is None else build(inner.full_name, dice, depth + 1))
    elif inner is not None:
        value.CopyFrom(build(inner.full_name, dice, depth + 1))
    else:
        setattr(made, field.name, scalar(field, dice))


def message(name: str) -> st.SearchStrategy[Message]:
    """Messages of one type."""
    return st.integers(0, 2**32).map(lambda seed: build(name, Random(seed)))


def any_message() -> st.SearchStrategy[Message]:
    """Messages of any type."""
    return st.tuples(st.sampled_from(ALL_MESSAGES), st.integers(0, 2**32)).map(
        lambda drawn: build(drawn[0], Random(drawn[1]))
    )
