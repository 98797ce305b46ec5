"""From a request to its message; to none where only REST can say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from orjson import Fragment

from qschema.client.grpc.calls import Call, call_of
from qschema.client.requests.base import Request
from qschema.client.transports.grpc.forked import is_usable

_NAMES = {"consistency": "read_consistency"}
"""Query parameters that have another name in messages."""


@dataclass(frozen=True, slots=True)
class Written:
    """A request's whole message, standing in place of its body: written before, for several attempts."""

    data: bytes


class GrpcForm(NamedTuple):
    """How a request goes over gRPC: the call, and the message."""

    call: Call
    message: bytes


def grpc_form(request: Request[Any]) -> GrpcForm | None:
    """Return how a request goes over gRPC.

    None where it goes over REST: there is no such call, a message can't hold what it says (a number beyond 64 bits, an
    id that is none, a snapshot that nobody waits for), or this process can't use gRPC. REST takes it, or says what is
    wrong with it.
    """
    call = call_of(type(request))
    if call is None or not is_usable() or not _has_room(call, request):
        return None
    body = getattr(request, "body", None)
    if isinstance(body, Written):
        return GrpcForm(call, body.data)
    if isinstance(body, Fragment):  # written as JSON before
        return None
    try:
        return GrpcForm(call, call.encode(request))
    except (ValueError, TypeError, OverflowError):
        return None


def _has_room(call: Call, request: Request[Any]) -> bool:
    """Whether the message has fields for all that stands in the query string; all calls wait that don't say."""
    fields = call.request_class.DESCRIPTOR.fields_by_name
    said = {name: getattr(request, name) for name in request.rest.query}
    return all(
        value is None or _NAMES.get(name, name) in fields or (name == "wait" and value is True)
        for name, value in said.items()
    )
