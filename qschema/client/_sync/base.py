"""What the groups of calls share: the transport that carries them."""

from __future__ import annotations

from typing import TypeVar

from qschema.client.requests.base import Request
from qschema.client.transports.base import Transport

R = TypeVar("R")


class Calls:
    """Base of the groups of calls."""

    _transport: Transport

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send any request of `qschema.client.requests` and return its result.

        Args:
            request: What to send.
            timeout: Seconds that the whole call may take. None: the limit that the request gives the server and a
                little more, else the limit of the client.

        Raises:
            QdrantError: Of the kind that the answer, or its absence, calls for.
        """
        return self._transport.send(request, timeout=timeout)
