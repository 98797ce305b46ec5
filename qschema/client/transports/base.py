"""What a transport is: something that carries a request to an instance and brings the result back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
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

    def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AbstractContextManager[Iterator[bytes]]:
        """Send a request whose answer is bytes, and return them in parts as they come: `with … as parts`.

        Args:
            request: What to send.
            timeout: Seconds until the answer begins, and the longest pause between two parts; None means the
                transport's own limit. The whole may take as long as it needs.

        Raises:
            QdrantError: Of the kind that the answer, or its absence, calls for; when entering, or between two parts.
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

    def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Send a request whose answer is bytes, and return them in parts: `async with …`; see `Transport.stream`."""
        ...

    async def close(self) -> None:
        """Give back what the transport holds; a second call does nothing."""
        ...
