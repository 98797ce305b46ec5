"""Points to write, with what is said of them all."""

from __future__ import annotations

from typing import Any

from qschema.client.grpc.codecs.points import Insertions, Points
from qschema.client.grpc.codecs.records import Record


class Upserts:
    """Reads and writes the points of a message and what is beside them; they are read one by one.

    Args:
        insertions: Writes the points.
        points: The codec of one point.
        beside: The codec of the rest, whose model lacks the points.
    """

    def __init__(self, insertions: Insertions, points: Points, beside: Record) -> None:
        self.fields = beside.fields | {"points"}
        self._insertions = insertions
        self._points = points
        self._beside = beside

    def write(self, body: Any) -> bytes:
        """Return the fields that a body is."""
        return self._insertions.write(body) + self._beside.write(body)

    def read(self, message: Any) -> Any:
        """Return the body that a message is."""
        read = self._points.read
        return self._beside.with_parts(message, {"points": [read(point) for point in message.points]})
