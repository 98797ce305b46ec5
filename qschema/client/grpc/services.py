"""Stubs of Qdrant's services for channels that a caller opens: `PointsStub(channel).Count(CountPoints(…))`."""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf import message_factory

from qschema.client.grpc.pool import PACKAGE, pool

SERVICES = ("Collections", "Points", "Qdrant", "Snapshots")
_ENDING = "Stub"
STUBS = tuple(f"{name}{_ENDING}" for name in SERVICES)


class ServiceStub:
    """The calls of one service over one channel, blocking or asynchronous as the channel is.

    Args:
        channel: A channel of `grpc` or `grpc.aio`.
    """

    service: str

    def __init__(self, channel: Any) -> None:
        for method in pool().FindServiceByName(f"{PACKAGE}.{self.service}").methods:
            answer: Any = message_factory.GetMessageClass(method.output_type)
            call = channel.unary_unary(
                f"/{PACKAGE}.{self.service}/{method.name}",
                request_serializer=_content,
                response_deserializer=answer.FromString,
            )
            setattr(self, method.name, call)


@cache
def stub_class(name: str) -> type[ServiceStub]:
    """Return the class of a service's stubs (`PointsStub`).

    Raises:
        KeyError: There is no such service.
    """
    if name not in STUBS:
        raise KeyError(name)
    service = name.removesuffix(_ENDING)
    members = {"service": service, "__doc__": f"The calls of {PACKAGE}.{service} over one channel."}
    return type(name, (ServiceStub,), {**members, "__module__": "qschema.client.grpc"})


def _content(message: Any) -> bytes:
    content: bytes = message.SerializeToString()
    return content
