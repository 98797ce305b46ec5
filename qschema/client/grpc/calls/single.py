"""Calls whose request or answer has another shape than the rest: one point, and batches of searches."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.errors import NotFound
from qschema.client.grpc.calls.form import Call
from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.scalars import text_bytes
from qschema.client.grpc.codecs.wire import LENGTH, framed, tag
from qschema.client.grpc.mapping.registry import lookup
from qschema.client.requests.base import Request

_COLLECTION, _SEARCHES = tag(1, LENGTH), tag(2, LENGTH)


class OnePoint(Call):
    """Reads one point with everything it has: a call for several of them, over gRPC."""

    def encode(self, request: Request[Any]) -> bytes:
        """Return the bytes of the message that asks for the one point."""
        body = {"ids": [request.id], "with_payload": True, "with_vector": True}  # type: ignore[attr-defined]
        one: bytes = lookup("GetPoints").write(unchecked(models.PointRequest, body))
        return super().encode(request) + one

    def _result(self, message: Any) -> Any:
        found = super()._result(message)
        if not found:
            raise NotFound("there is no such point", status=404)
        return found[0]


class ManySearches(Call):
    """Searches in one call, each of which names the collection once more."""

    def encode(self, request: Request[Any]) -> bytes:
        """Return the bytes of the message of all searches."""
        name = _COLLECTION + text_bytes(request.collection or "")
        write = lookup("QueryPoints").write
        searches = request.body.searches  # type: ignore[attr-defined]
        return super().encode(request) + b"".join([framed(_SEARCHES, name + write(search)) for search in searches])


class ManyChanges(Call):
    """Changes in one call; a server 1.19.0 takes none of them over REST, and refuses it over gRPC (measured)."""

    def encode(self, request: Request[Any]) -> bytes:
        """Return the bytes of the message of all changes.

        Raises:
            MessageError: There are none.
        """
        if not request.body.operations:  # type: ignore[attr-defined]
            raise MessageError("a batch without changes can't be sent over gRPC")
        return super().encode(request)


class Searches:
    """Reads the searches of a batch; they are written with the collection's name, see `ManySearches`."""

    fields = frozenset(("query_points",))

    def write(self, body: Any) -> bytes:
        """Return nothing: the call writes them."""
        return b""

    def read(self, message: Any) -> Any:
        """Return the body that a message is."""
        read = lookup("QueryPoints").read
        return unchecked(models.QueryRequestBatch, {"searches": [read(search) for search in message.query_points]})
