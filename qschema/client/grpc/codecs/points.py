"""Ids, and the points to write: written without a step in between, since there are many of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.records import Record
from qschema.client.grpc.codecs.scalars import text_bytes
from qschema.client.grpc.codecs.values import map_bytes
from qschema.client.grpc.codecs.vectors import VectorsCodec
from qschema.client.grpc.codecs.wire import LENGTH, VARINT, floats_bytes, framed, rows_of, tag, varint
from qschema.client.models import PointStruct

_NUMBER, _UUID = tag(1, VARINT), tag(2, LENGTH)
_MOST = 2**64 - 1
_MATRIX = 2
_ID, _PAYLOAD, _VECTORS = tag(1, LENGTH), tag(3, LENGTH), tag(4, LENGTH)


class Ids:
    """Reads and writes `qdrant.PointId`."""

    fields = frozenset(("num", "uuid"))

    def write(self, value: Any) -> bytes:
        """Return the content of the message that an id is.

        Raises:
            MessageError: It is none.
        """
        if type(value) is int:
            if not 0 <= value <= _MOST:
                raise MessageError(f"{value} can't be the id of a point")
            return _NUMBER + varint(value)
        if isinstance(value, (str, UUID)):
            return _UUID + text_bytes(str(value))
        raise MessageError(f"a {type(value).__name__} can't be the id of a point")

    def read(self, message: Any) -> int | str:
        """Return the id that a message is."""
        kind = message.WhichOneof("point_id_options")
        if kind == "num":
            number: int = message.num
            return number
        if kind == "uuid":
            text: str = message.uuid
            return text
        raise MessageError("an id says neither a number nor a UUID")


IDS = Ids()


class Points:
    """Reads and writes `qdrant.PointStruct`.

    Args:
        vectors: The codec of a point's vectors.
    """

    fields = frozenset(("id", "payload", "vectors"))

    def __init__(self, vectors: VectorsCodec, record: Record) -> None:
        self._vectors = vectors
        self._record = record
        self._prefixes: dict[int, bytes] = {}

    def write(self, point: Any) -> bytes:
        """Return the content of the message that a point is."""
        return b"".join(self.parts_of(point.id, point.vector, point.payload))

    def read(self, message: Any) -> PointStruct:
        """Return the point that a message is; one without vectors has none by name."""
        found = self._record.read(message)
        point: PointStruct = found
        return point

    def parts_of(self, id: Any, vector: Any, payload: Any) -> list[Any]:
        """Return the content of the message that a point of these parts is, piece by piece.

        Its numbers, most of the content, are copied once only: when all points are put together.
        """
        if type(vector) is list and vector and type(vector[0]) is float:
            vector = memoryview(floats_bytes(vector))
        if type(vector) is memoryview:
            parts: list[Any] = [_ID, b"", IDS.write(id), self._before(len(vector)), vector]
        else:
            parts = [_ID, b"", IDS.write(id), framed(_VECTORS, self._vectors.write(vector))]
        parts[1] = varint(len(parts[2]))
        if payload:
            parts.append(map_bytes(_PAYLOAD, payload))
        return parts

    def _before(self, size: int) -> bytes:
        found = self._prefixes.get(size)
        if found is None:
            inner = self._vectors.before(size)
            found = self._prefixes[size] = b"".join((_VECTORS, varint(len(inner) + size), inner))
        return found


class Insertions:
    """Reads and writes the points of a call, given one by one or column by column.

    Args:
        points: The codec of one point.
        number: The number of the field that they stand in.
    """

    def __init__(self, points: Points, number: int) -> None:
        self._points = points
        self._start = tag(number, LENGTH)

    def write(self, body: Any) -> bytes:
        """Return the field of all points, tags and all."""
        parts_of, start = self._points.parts_of, self._start
        found: list[Any] = []
        for id, vector, payload in self._rows(body):
            parts = parts_of(id, vector, payload)
            found += (start, varint(sum(map(len, parts))), *parts)
        return b"".join(found)

    def _rows(self, body: Any) -> Iterator[tuple[Any, Any, Any]]:
        batch = getattr(body, "batch", None)
        if batch is None:
            yield from ((point.id, point.vector, point.payload) for point in body.points)
            return
        payloads = batch.payloads or [None] * len(batch.ids)
        vectors = list(_by_point(batch.vectors, len(batch.ids)))
        if not len(batch.ids) == len(vectors) == len(payloads):
            raise MessageError(f"a batch has {len(batch.ids)} ids, {len(vectors)} vectors and {len(payloads)} payloads")
        yield from zip(batch.ids, vectors, payloads, strict=True)


def _by_point(columns: Any, count: int) -> Any:
    """Return the vectors of each point, of columns by name or of the one column without a name."""
    if not isinstance(columns, dict):
        return _rows(columns)
    if not columns:
        return [{}] * count
    names = list(columns)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise MessageError(f"the columns of a batch have {sorted(lengths)} vectors")
    return [dict(zip(names, row, strict=True)) for row in zip(*map(_rows, columns.values()), strict=True)]


def _rows(column: Any) -> Any:
    """Return the vectors of a column; those of a matrix as the bytes that they are written as."""
    return rows_of(column) if getattr(column, "ndim", 0) == _MATRIX else column
