"""What the API objects share: a transport, and answers with all that came besides the result."""

from __future__ import annotations

from typing import Any, TypeVar

from qschema.client import models
from qschema.client.call_log import record_calls, recording
from qschema.client.errors import InvalidRequest
from qschema.client.requests.base import Request
from qschema.client.transports.base import Transport

R = TypeVar("R")


class ApiClient:
    """Sends the calls of the API objects.

    Args:
        host: The URL of a server.
        **kwargs: Other arguments of `QdrantClient`.
    """

    _transport: Transport

    def __init__(self, host: str, **kwargs: Any) -> None:
        from qschema.client._sync.client import QdrantClient

        self._transport = QdrantClient(url=host, **{"check_compatibility": False, **kwargs})._transport

    @classmethod
    def over(cls, transport: Transport) -> ApiClient:
        """Return one that sends through the transport of another client."""
        client = cls.__new__(cls)
        client._transport = transport
        return client

    def send(self, request: Request[R]) -> R:
        """Send a request and return its result."""
        return self._transport.send(request)

    def ask(self, request: Request[R]) -> models.Answer[R]:
        """Send a request and return its result with the time that it took and what it cost."""
        outer = recording()
        with record_calls() as calls:
            try:
                result = self._transport.send(request)
            finally:
                if outer is not None:
                    outer.extend(calls)
        last = calls[-1] if calls else None
        return models.Answer.model_construct(
            usage=last.usage if last else None,
            time=last.server_seconds if last else None,
            status="accepted" if last and last.status == 202 else "ok",
            result=result,
        )

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


def missing(name: str) -> InvalidRequest:
    """Return the error of a call without an argument that stands behind optional ones, but is needed all the same."""
    return InvalidRequest(f"{name} is missing", fix=f"pass {name}=")
