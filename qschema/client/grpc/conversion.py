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

_WITH_VECTORS = ("Vector", "VectorInput", "VectorOutput")


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


def array_of(message: Message) -> Any:
    """Return the numbers of a dense vector or of a multivector as a numpy array of float32, which can't be written to.

    They are never Python objects; messages of an installed `qdrant_client` are read as well.

    Args:
        message: `Vector`, `VectorOutput`, `VectorInput`, `DenseVector` or `MultiDenseVector`.

    Raises:
        ValueError: It holds neither.
    """
    import numpy

    found: Any = message
    name = found.DESCRIPTOR.name
    if name in _WITH_VECTORS:
        name = "DenseVector" if found.HasField("dense") else "MultiDenseVector"
        if name == "MultiDenseVector" and not found.HasField("multi_dense"):
            raise MessageError("only dense vectors and multivectors are arrays")
        found = found.dense if name == "DenseVector" else found.multi_dense
    if name == "MultiDenseVector":
        rows = [array_of(row) for row in found.vectors]
        if len({len(row) for row in rows}) > 1:
            raise MessageError("the rows of a multivector have different lengths")
        return numpy.array(rows, dtype="<f4")
    count = len(found.data)
    content = found.SerializeToString()
    return numpy.frombuffer(content, dtype="<f4", count=count, offset=len(content) - 4 * count)
