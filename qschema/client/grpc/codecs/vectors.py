"""Vectors: float32 as bytes in one piece, never number by number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.client.grpc.codecs.base import Codec, MessageError
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Lookup
from qschema.client.grpc.codecs.scalars import text_bytes
from qschema.client.grpc.codecs.wire import LENGTH, floats_bytes, framed, packed_floats, tag, varint
from qschema.client.models import Document, Image, InferenceObject, SparseVector

_DATA = tag(1, LENGTH)
_ROW = tag(1, LENGTH)
_VALUES, _INDICES = tag(1, LENGTH), tag(2, LENGTH)
_MOST_INDEX = 2**32 - 1
_EMBEDDED = ((Document, "document"), (Image, "image"), (InferenceObject, "object"))


class Dense:
    """Reads and writes `qdrant.DenseVector`: a list of numbers, or a row of a numpy matrix."""

    def write(self, vector: Any) -> bytes:
        """Return the content of the message that a vector is."""
        return framed(_DATA, floats_bytes(vector))

    def read(self, message: Any) -> list[float]:
        """Return the numbers of a message."""
        return dense_of(message)


class Multi:
    """Reads and writes `qdrant.MultiDenseVector`: rows."""

    def write(self, rows: Any) -> bytes:
        """Return the content of the message that rows are."""
        return b"".join([framed(_ROW, framed(_DATA, floats_bytes(row))) for row in rows])

    def read(self, message: Any) -> list[list[float]]:
        """Return the rows of a message."""
        return [dense_of(row) for row in message.vectors]


class Sparse:
    """Reads and writes `qdrant.SparseVector`."""

    def write(self, vector: Any) -> bytes:
        """Return the content of the message that a sparse vector is.

        Raises:
            MessageError: An index doesn't fit.
        """
        for index in vector.indices:
            if not 0 <= index <= _MOST_INDEX:
                raise MessageError(f"{index} can't be an index of a sparse vector")
        indices = b"".join(map(varint, vector.indices))
        return framed(_VALUES, floats_bytes(vector.values)) + framed(_INDICES, indices)

    def read(self, message: Any) -> SparseVector:
        """Return the sparse vector that a message is."""
        found: SparseVector = unchecked(
            SparseVector, {"indices": list(message.indices), "values": list(message.values)}
        )
        return found


def dense_of(message: Any) -> list[float]:
    """Return the numbers of a `qdrant.DenseVector`."""
    return packed_floats(message.SerializeToString(), len(message.data)).tolist()


class VectorCodec:
    """Reads and writes one vector of any kind, as `qdrant.Vector`, `VectorOutput` or `VectorInput`.

    Args:
        lookup: Finds codecs by name.
        dense: The numbers of the fields of the three kinds of vectors, and of the three kinds of objects to embed.
        oneof: The name of the oneof.
    """

    def __init__(self, numbers: Mapping[str, int], oneof: str, *, lookup: Lookup) -> None:
        self.fields = frozenset(numbers)
        self._tags = {name: tag(number, LENGTH) for name, number in numbers.items()}
        self._oneof = oneof
        self._lookup = lookup

    def write(self, vector: Any) -> bytes:
        """Return the content of the message that a vector is."""
        if isinstance(vector, (list, memoryview)) or hasattr(vector, "tolist"):
            return self._of_numbers(vector)
        if isinstance(vector, SparseVector):
            return framed(self._tags["sparse"], _SPARSE.write(vector))
        for kind, field in _EMBEDDED:
            if isinstance(vector, kind):
                return framed(self._tags[field], self._codec(field).write(vector))
        if "id" in self._tags:
            return framed(self._tags["id"], self._codec("id").write(vector))
        raise MessageError(f"a vector can't be a {type(vector).__name__}")

    def read(self, message: Any) -> Any:
        """Return the vector that a message is."""
        kind = message.WhichOneof(self._oneof)
        if kind == "dense":
            return dense_of(message.dense)
        if kind == "sparse":
            return _SPARSE.read(message.sparse)
        if kind == "multi_dense":
            return _MULTI.read(message.multi_dense)
        if kind is None and "data" in message.DESCRIPTOR.fields_by_name:
            return _in_parts(message)
        if kind is None:
            raise MessageError("nothing is said of a vector")
        return self._codec(kind).read(getattr(message, kind))

    def _of_numbers(self, vector: Any) -> bytes:
        if type(vector) is memoryview:
            return b"".join((self.before(len(vector)), vector))
        rows = getattr(vector, "ndim", 1) > 1 or (isinstance(vector, list) and vector and _is_row(vector[0]))
        if rows:
            return framed(self._tags["multi_dense"], _MULTI.write(vector))
        data = floats_bytes(vector)
        return self.before(len(data)) + data

    def before(self, size: int) -> bytes:
        """Return what stands before the numbers of a dense vector that take so many bytes."""
        length = varint(size)
        return b"".join((self._tags["dense"], varint(size + len(length) + 1), _DATA, length))

    def _codec(self, field: str) -> Codec:
        names = {"id": "PointId", "document": "Document", "image": "Image", "object": "InferenceObject"}
        found: Codec = self._lookup(names[field])
        return found


class VectorsCodec:
    """Reads and writes all vectors of a point, as `qdrant.Vectors` or `VectorsOutput`.

    Args:
        one: The codec of one vector.
    """

    fields = frozenset(("vector", "vectors"))

    def __init__(self, one: VectorCodec) -> None:
        self._one = one

    def write(self, vectors: Any) -> bytes:
        """Return the content of the message that vectors are: one without a name, or several by name."""
        if not isinstance(vectors, dict):
            return framed(_ONE, self._one.write(vectors))
        write = self._one.write
        return framed(_NAMED, b"".join([_entry(name, write(vector)) for name, vector in vectors.items()]))

    def before(self, size: int) -> bytes:
        """Return what stands before the numbers of a dense vector without a name that take so many bytes."""
        inner = self._one.before(size)
        return b"".join((_ONE, varint(len(inner) + size), inner))

    def read(self, message: Any) -> Any:
        """Return the vectors that a message is."""
        kind = message.WhichOneof("vectors_options")
        if kind == "vector":
            return self._one.read(message.vector)
        if kind is None:
            return {}
        return NamedVectors(self._one).read(message.vectors)


class NamedVectors:
    """Reads and writes vectors by their names, as `qdrant.NamedVectors` or `NamedVectorsOutput`."""

    fields = frozenset(("vectors",))

    def __init__(self, one: VectorCodec) -> None:
        self._one = one

    def write(self, vectors: Any) -> bytes:
        """Return the content of the message that vectors are."""
        return b"".join([_entry(name, self._one.write(vector)) for name, vector in vectors.items()])

    def read(self, message: Any) -> dict[str, Any]:
        """Return the vectors that a message is."""
        found, read = message.vectors, self._one.read
        return {name: read(found[name]) for name in found}


_SPARSE, _MULTI = Sparse(), Multi()
_ONE, _NAMED = tag(1, LENGTH), tag(2, LENGTH)


def _entry(name: str, content: bytes) -> bytes:
    return framed(b"\x0a", b"".join((b"\x0a", text_bytes(name), b"\x12", varint(len(content)), content)))


def _is_row(first: Any) -> bool:
    return isinstance(first, (list, tuple)) or (hasattr(first, "tolist") and getattr(first, "ndim", 0) > 0)


def _in_parts(message: Any) -> Any:
    """Return a vector as a server 1.16 tells it: its numbers, and how many rows they make up, or which they are."""
    numbers = list(message.data)
    if message.HasField("indices"):
        return unchecked(SparseVector, {"indices": list(message.indices.data), "values": numbers})
    rows = message.vectors_count if message.HasField("vectors_count") else 0
    if not rows:
        return numbers
    if len(numbers) % rows:
        raise MessageError(f"{len(numbers)} numbers are no {rows} rows")
    length = len(numbers) // rows
    return [numbers[at : at + length] for at in range(0, len(numbers), length)] if length else [[]] * rows
