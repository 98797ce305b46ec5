"""Points as a server returns them: read without a step in between, since there are many of them."""

from __future__ import annotations

from typing import Any

from qschema.client.grpc.codecs.making import filled
from qschema.client.grpc.codecs.points import IDS
from qschema.client.grpc.codecs.records import Lookup, Record
from qschema.client.grpc.codecs.values import map_of
from qschema.client.grpc.codecs.vectors import VectorsCodec
from qschema.client.models import Record as Retrieved
from qschema.client.models import ScoredPoint


class FoundPoints:
    """Reads and writes `qdrant.ScoredPoint` or `RetrievedPoint`; a score is told as it is, see `shortest`.

    Args:
        record: The codec that writes them, and knows their model.
        vectors: The codec of their vectors.
        lookup: Finds codecs by name.
    """

    def __init__(self, record: Record, vectors: VectorsCodec, *, lookup: Lookup) -> None:
        self.fields = record.fields
        self.model = record.model
        self.message = record.message
        self._record = record
        self._vectors = vectors
        self._lookup = lookup
        self._scored = record.model is ScoredPoint

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a point is."""
        return self._record.write(value)

    def read(self, message: Any) -> ScoredPoint | Retrieved:
        """Return the point that a message is; no payload is as good as an empty one, see `Call.from_wire`."""
        id = message.id
        values = {"id": id.num or IDS.read(id), "payload": map_of(message.payload) or None, "vector": None}
        if self._scored:
            values["version"] = message.version
            values["score"] = message.score
        if message.HasField("vectors"):
            values["vector"] = self._vectors.read(message.vectors)
        given = set(values)
        values["shard_key"] = values["order_value"] = None
        if message.HasField("shard_key"):
            given.add("shard_key")
            values["shard_key"] = self._lookup("ShardKey").read(message.shard_key)
        if message.HasField("order_value"):
            given.add("order_value")
            values["order_value"] = self._lookup("OrderValue").read(message.order_value)
        point: ScoredPoint | Retrieved = filled(self.model, values, given)
        return point
