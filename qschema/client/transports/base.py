"""What a transport is: something that carries a request to an instance and brings the result back."""

from __future__ import annotations

from typing import Protocol, TypeVar

from qschema.client.requests.base import Request

R = TypeVar("R")


class Transport(Protocol):
    """Carries requests, blocking the caller."""

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result.

        Args:
            request: What to send.
            timeout: Seconds that the whole call may take; None means the transport's own limit.

        Raises:
            QdrantError: Of the kind that the answer, or its absence, calls for.
        """
        ...

    def close(self) -> None:
        """Give back what the transport holds; a second call does nothing."""
        ...


class AsyncTransport(Protocol):
    """Carries requests without blocking the event loop."""

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`."""
        ...

    async def close(self) -> None:
        """Give back what the transport holds; a second call does nothing."""
        ...
