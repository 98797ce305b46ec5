"""What the groups of calls share: the transport that carries them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from qschema.client.requests.base import Request
from qschema.client.transports.base import AsyncTransport

R = TypeVar("R")


class AsyncCalls:
    """Base of the groups of calls."""

    _transport: AsyncTransport

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send any request of `qschema.client.requests` and return its result.

        Args:
            request: What to send.
            timeout: Seconds that the whole call may take. None: the limit that the request gives the server and a
                little more, else the limit of the client.

        Raises:
            QdrantError: Of the kind that the answer, or its absence, calls for.
        """
        return await self._transport.send(request, timeout=timeout)

    def stream(
        self,
        request: Request[bytes],
        *,
        timeout: float | None = None,
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Send a request whose answer is a file, and return its parts as they come: `async with … as parts`.

        Args:
            request: What to send.
            timeout: Seconds until the answer begins, and the longest pause between two parts. None: the limit of the
                client.

        Raises:
            QdrantError: Of the kind that the answer, or its absence, calls for; when entering, or between two parts.
        """
        return self._transport.stream(request, timeout=timeout)
