"""A client for threads over the connections of one for an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from qschema.client._async.client import AsyncQdrantClient
from qschema.client._sync.client import QdrantClient
from qschema.client.requests.base import Request
from qschema.client.transports.base import AsyncTransport

R = TypeVar("R")


def blocking(client: AsyncQdrantClient, loop: asyncio.AbstractEventLoop) -> QdrantClient:
    """Return a client whose calls block a thread while the event loop of another one carries them out.

    It may be used in any thread but that of the loop, for as long as the loop runs. To close it closes nothing.

    Args:
        client: The client whose connections and interceptors are used.
        loop: The loop in which that client lives.
    """
    view = object.__new__(QdrantClient)
    view._init_options = client.init_options
    view._transport = _LoopTransport(client._transport, loop)
    return view


class _LoopTransport:
    def __init__(self, inner: AsyncTransport, loop: asyncio.AbstractEventLoop) -> None:
        self._inner = inner
        self._loop = loop

    def __repr__(self) -> str:
        return repr(self._inner)

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        return self._wait(self._inner.send(request, timeout=timeout))

    @contextmanager
    def stream(self, request: Request[bytes], *, timeout: float | None = None) -> Iterator[Iterator[bytes]]:
        stream = self._inner.stream(request, timeout=timeout)
        parts = self._wait(_entered(stream))

        def each() -> Iterator[bytes]:
            while (part := self._wait(_next(parts))) is not None:
                yield part

        try:
            yield each()
        finally:
            self._wait(_left(stream))

    def close(self) -> None:
        """The connections belong to the other client."""

    def _wait(self, call: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(call, self._loop).result()


async def _entered(stream: Any) -> Any:
    return await stream.__aenter__()


async def _next(parts: Any) -> bytes | None:
    part: bytes | None = await anext(parts, None)
    return part


async def _left(stream: Any) -> None:
    await stream.__aexit__(None, None, None)
