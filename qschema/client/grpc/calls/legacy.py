"""Calls that the universal query has taken the place of: a server still answers them, this client never makes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message

from qschema.client import models
from qschema.client.grpc.calls.form import Call
from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Record
from qschema.client.grpc.mapping.registry import lookup
from qschema.client.requests.base import Request

_NAMES = {"shard_key": "shard_key_selector", "with_vector": "with_vectors"}


class LegacySearch:
    """Reads a message of an older call as a query.

    Args:
        message: The name of the message.
        query: Returns what the message looks for.
        model: What is read: a search, or one for groups.
        using: The name of the field that says which vectors are searched.
        lacking: Further names of the model that the message has nothing for.
    """

    def __init__(
        self,
        message: str,
        query: Callable[[Any], Any],
        model: type[Any] = models.QueryRequest,
        using: str = "using",
        lacking: tuple[str, ...] = (),
    ) -> None:
        self._query = query
        names = {**_NAMES, "using": using}
        self._record = Record(model, message, lookup=lookup, names=names, lacking=("query", "prefetch", *lacking))

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the message that aren't part of what is looked for."""
        return self._record.fields

    def read(self, message: Any) -> Any:
        """Return the body that a message is."""
        return self._record.with_parts(message, {"query": self._query(message)})

    def write(self, body: Any) -> bytes:
        """Refuse: what can be said in a query can't in an older call.

        Raises:
            MessageError: Always.
        """
        raise MessageError("the older calls are read alone")


class LegacyBatch:
    """Reads a message of several older calls as queries.

    Args:
        field: The name of the field that holds them.
        one: The codec of one.
    """

    def __init__(self, field: str, one: LegacySearch) -> None:
        self.fields = frozenset((field,))
        self._field = field
        self._one = one

    def read(self, message: Any) -> Any:
        """Return the body that a message is."""
        searches = [self._one.read(search) for search in getattr(message, self._field)]
        return unchecked(models.QueryRequestBatch, {"searches": searches})

    def write(self, body: Any) -> bytes:
        """Refuse, as for a single one.

        Raises:
            MessageError: Always.
        """
        raise MessageError("the older calls are read alone")


class LegacyCall(Call):
    """An older call, read as a request that has taken its place."""

    def to_wire(self, request: Request[Any]) -> Message:
        """Refuse: a query goes the way of queries.

        Raises:
            MessageError: Always.
        """
        raise MessageError(f"{self.path} is read alone")


def nearest(message: Any) -> Any:
    """Return what a search by vector looks for."""
    numbers = list(message.vector)
    if message.HasField("sparse_indices"):
        sparse = {"indices": list(message.sparse_indices.data), "values": numbers}
        return unchecked(models.NearestQuery, {"nearest": unchecked(models.SparseVector, sparse)})
    return unchecked(models.NearestQuery, {"nearest": numbers})


def recommended(message: Any) -> Any:
    """Return what a recommendation looks for."""
    ids, vectors = lookup("PointId").read, lookup("Vector").read
    parts: dict[str, Any] = {
        "positive": [*map(ids, message.positive), *map(vectors, message.positive_vectors)],
        "negative": [*map(ids, message.negative), *map(vectors, message.negative_vectors)],
    }
    parts = {name: examples for name, examples in parts.items() if examples}
    if message.HasField("strategy"):
        parts["strategy"] = lookup("RecommendStrategy").word(message.strategy)
    return unchecked(models.RecommendQuery, {"recommend": unchecked(models.RecommendInput, parts)})


def discovered(message: Any) -> Any:
    """Return what a discovery looks for; without a target, its context alone."""
    pairs = [
        unchecked(models.ContextPair, {"positive": _example(pair.positive), "negative": _example(pair.negative)})
        for pair in message.context
    ]
    if not message.HasField("target"):
        return unchecked(models.ContextQuery, {"context": pairs})
    if not message.target.HasField("single"):
        raise MessageError("a target says nothing")
    parts = {"target": _example(message.target.single), "context": pairs}
    return unchecked(models.DiscoverQuery, {"discover": unchecked(models.DiscoverInput, parts)})


def _example(message: Any) -> Any:
    kind = message.WhichOneof("example")
    if kind is None:
        raise MessageError("an example says nothing")
    return lookup("PointId").read(message.id) if kind == "id" else lookup("Vector").read(message.vector)
