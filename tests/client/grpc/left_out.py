"""Fields of messages that don't come back as they were, each with its reason."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message

from qschema.client.grpc.codecs.fields import is_map
from qschema.client.grpc.codecs.scalars import is_repeated

_ANSWER = "the frame of an answer: the transport reads it, the server writes it"
_OLDER = "read, and written in the way that has taken its place"

NEVER_READ: dict[str, str] = {
    "OptimizersConfigDiff.deprecated_max_optimization_threads": "superseded by max_optimization_threads",
    **dict.fromkeys(
        (
            *("AbortShardTransfer.to_shard_id", "MoveShard.to_shard_id", "ReplicateShard.to_shard_id"),
            "RestartTransfer.to_shard_id",
        ),
        "for resharding alone: the models have no such name",
    ),
}
"""Fields that the table has nothing for."""

WRITTEN_OTHERWISE: dict[str, str] = {
    **dict.fromkeys(
        (
            *("Vector.data", "Vector.indices", "Vector.vectors_count"),
            *("VectorOutput.data", "VectorOutput.indices", "VectorOutput.vectors_count"),
            *("StartFrom.datetime", "PointsUpdateOperation.delete_deprecated"),
            "PointsUpdateOperation.clear_payload_deprecated",
        ),
        _OLDER,
    ),
    "GroupId.integer_value": "one that isn't negative is written without a sign",
    "CreateFieldIndexCollection.field_type": "that of the options wins, where there are any",
}
"""Fields that are read, and then written as others."""

FRAMES = ("time", "usage")
"""Fields of answers that aren't part of the result."""


def is_left_out(message: str, field: str) -> bool:
    """Whether a field needn't come back."""
    place = f"{message.removeprefix('qdrant.')}.{field}"
    return place in NEVER_READ or place in WRITTEN_OTHERWISE or (field in FRAMES and message.endswith("Response"))


def lost(found: Message, again: Message) -> str | None:
    """Say what of a message isn't in another one; None if everything is that should."""
    for field, value in found.ListFields():
        if is_left_out(found.DESCRIPTOR.full_name, field.name):
            continue
        if field.name == "params_map" and list(value.map) == [""]:
            continue  # the vector without a name, and no other: it is written as `params`
        other = getattr(again, field.name)
        if field.message_type is None:
            if value != other:
                return f"{field.full_name}: {value} became {other}"
            continue
        for one, its in _pairs(field, value, other):
            inner = lost(one, its) if its is not None else f"{field.full_name} is gone"
            if inner:
                return inner
    return None


def _pairs(field: Any, value: Any, other: Any) -> list[tuple[Any, Any]]:
    if is_map(field):
        return [(value[key], other.get(key)) for key in value]
    if is_repeated(field):
        return [(one, other[at] if at < len(other) else None) for at, one in enumerate(value)]
    return [(value, other)]
