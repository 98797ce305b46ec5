"""Values into messages and messages into values: the table of `mapping` applied."""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf.message import DecodeError, Message

from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.records import Record
from qschema.client.grpc.foreign import own
from qschema.client.grpc.mapping.registry import codecs, lookup
from qschema.client.grpc.pool import message_class


def to_message(value: Any, name: str) -> Message:
    """Return the message that a value is.

    Args:
        value: A model, or another value of the API.
        name: The name of the message (`PointStruct`).

    Raises:
        ValueError: The message can't hold it.
    """
    return parsed(name, lookup(name).write(value))


def from_message(message: Message, model: type[Any] | None = None) -> Any:
    """Return the value that a message is, which may be one of an installed `qdrant_client`.

    Args:
        message: The message.
        model: What the value shall be, where a message stands for several models.

    Raises:
        ValueError: It stands for no value.
    """
    ours = own(message)
    name = ours.DESCRIPTOR.full_name.removeprefix("qdrant.")
    known: Any = model
    return _codec(name, known).read(ours)


def parsed(name: str, content: bytes) -> Message:
    """Return a message of its bytes.

    Raises:
        MessageError: It is nested deeper than protobuf reads.
    """
    try:
        return message_class(name).FromString(content)
    except DecodeError as error:
        raise MessageError(f"{name} is nested too deeply for gRPC") from error


@cache
def _codec(name: str, model: Any) -> Any:
    if model is not None:
        for codec in codecs().values():
            if isinstance(codec, Record) and codec.message == name and codec.model is model:
                return codec
    return lookup(name)
