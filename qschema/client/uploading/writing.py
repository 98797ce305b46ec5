"""Requests written before they are sent: once for all attempts, and to know how many bytes they take."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from orjson import Fragment

from qschema.client import models
from qschema.client.requests.base import adapter
from qschema.client.requests.points import UpsertPoints
from qschema.client.transports.body import encode_body

Form = Literal["json", "message"]
"""How bodies travel: as JSON, or as messages of gRPC."""


class WrittenRequest(NamedTuple):
    """A request, and how many bytes it takes; None where it wasn't written."""

    request: UpsertPoints
    size: int | None


def form_of(transport: Any) -> Form | None:
    """Return how a transport's bodies travel; None for an engine that takes them as they are."""
    form: Form | None = getattr(transport, "writes", None)
    return form


def write(form: Form | None, collection: str, body: dict[str, Any], wait: bool, *, measure: bool) -> WrittenRequest:
    """Return the request that inserts points.

    Args:
        form: How its body travels.
        collection: Where the points go.
        body: The points, and what stands beside them.
        wait: Whether the instance answers only when they are written.
        measure: Whether the size matters even where nothing has to be written.

    Raises:
        InvalidRequest: A point can't be written.
        ValueError: Likewise.
    """
    if form == "json":
        written = encode_body(body)
        fragment: Any = Fragment(written)
        return WrittenRequest(UpsertPoints(collection, fragment, wait), len(written))
    if form == "message":
        return _as_message(collection, body, wait)
    request = UpsertPoints(collection, adapter(models.PointInsertOperations).validate_python(body), wait)
    return WrittenRequest(request, len(encode_body(body)) if measure else None)


def _as_message(collection: str, body: dict[str, Any], wait: bool) -> WrittenRequest:
    from qschema.client.transports.grpc.written import Written, grpc_form

    request = UpsertPoints(collection, adapter(models.PointInsertOperations).validate_python(body), wait)
    form = grpc_form(request)
    if form is None:  # no message holds these points; the transport sends JSON over REST
        return write("json", collection, body, wait, measure=True)
    message: Any = Written(form.message)
    return WrittenRequest(UpsertPoints(collection, message, wait), len(form.message))
