"""Messages of other packages taken over: those of an installed `qdrant_client`, and timestamps of the default pool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from qschema.client.grpc.pool import PACKAGE, TIMESTAMP, message_class


def own(value: Any) -> Any:
    """Return a value in which every message of Qdrant's API is one of ours, at any depth of lists and dictionaries.

    A message with the name of one of ours is read again from its bytes, with all that is inside it; ours, and
    anything else, stay what they are.
    """
    if isinstance(value, Message):
        name = value.DESCRIPTOR.full_name
        if not name.startswith(f"{PACKAGE}.") and name != TIMESTAMP:
            return value
        kind = message_class(name)
        return value if isinstance(value, kind) else kind.FromString(value.SerializeToString())
    if isinstance(value, Mapping):
        return {key: own(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [own(inner) for inner in value]
    return value
