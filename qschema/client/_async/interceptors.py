"""Interceptors: code of the caller's that each request passes on its way out, and its result on the way back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Protocol, TypeVar

from qschema.client.requests.base import Request
from qschema.client.transports.base import AsyncTransport

R = TypeVar("R")


class AsyncSend(Protocol):
    """Sends a request onward, through the other interceptors and the transport."""

    async def __call__(self, request: Request[R], /) -> R:
        """Return the result, or raise what the call ends in."""
        ...


class AsyncInterceptor(Protocol):
    """Sees a request before it is sent and its result after. It may send another one, several, or none at all."""

    async def __call__(self, request: Request[R], send: AsyncSend, /) -> R:
        """Answer a request, as a rule by sending it onward.

        Args:
            request: One of `qschema.client.requests`; a value that can be looked at, and never changes.
            send: Sends a request onward; retries happen behind it.
        """
        ...


class AsyncInterceptedTransport:
    """A transport with interceptors before it.

    Args:
        inner: What carries the requests in the end.

    Attributes:
        inner: What carries the requests in the end.
        interceptors: Who sees requests, the first one first. May be changed at any time; calls that are under way keep
            those that they began with.
    """

    def __init__(self, inner: AsyncTransport) -> None:
        self.inner = inner
        self.interceptors: list[AsyncInterceptor] = []

    def __repr__(self) -> str:
        return repr(self.inner)

    def __getattr__(self, name: str) -> Any:
        # Without `writes`, uploads send requests that can be looked at, in place of bytes that were written before.
        if name == "writes" and self.interceptors:
            raise AttributeError(name)
        return getattr(self.inner, name)

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Have a request answered by the first interceptor; see `Transport.send`."""
        return await self._onward(tuple(self.interceptors), timeout, request)

    async def _onward(
        self,
        interceptors: tuple[AsyncInterceptor, ...],
        timeout: float | None,
        request: Request[R],
    ) -> R:
        if not interceptors:
            return await self.inner.send(request, timeout=timeout)
        first, *others = interceptors
        return await first(request, partial(self._onward, tuple(others), timeout))

    def stream(
        self,
        request: Request[bytes],
        *,
        timeout: float | None = None,
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Send a request whose answer is bytes; interceptors don't see it. See `Transport.stream`."""
        return self.inner.stream(request, timeout=timeout)

    async def close(self) -> None:
        """Close the transport behind."""
        await self.inner.close()
