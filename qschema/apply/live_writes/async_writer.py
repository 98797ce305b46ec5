"""The same for event loops: threads carry out writes to two generations, and come back to the loop to send."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Any, TypeVar

from typing_extensions import Self

from qschema.apply.copying.options import Transform
from qschema.apply.live_writes.affected import WRITES
from qschema.apply.live_writes.following import INTERVAL_SECONDS, Follower
from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.requests.base import Request
from qschema.client.transports.base import AsyncTransport

R = TypeVar("R")

_THREADS = 16


class AsyncMirroredWriter:
    """Has the writes of a client for event loops go to both generations; see `MirroredWriter`. For `async with`.

    Args:
        client: The client. It is used on one event loop, the one on which this is entered.
        project: The project that the collections belong to.
        transforms: What makes points of the new generation, by name. They are called in threads.
        interval: Seconds between two looks at the ledger.
    """

    def __init__(
        self,
        client: AsyncQdrantClient,
        project: str,
        *,
        transforms: Mapping[str, Transform] | None = None,
        interval: float = INTERVAL_SECONDS,
    ) -> None:
        self._client = client
        self._arguments = project, transforms or {}, interval

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="qschema-mirror")
        behind = _FromThreads(self._client.without_interceptors()._transport, self._loop)
        self._follower = Follower(_ClientOver(behind), *self._arguments)
        await asyncio.to_thread(self._follower.start)
        self._client.interceptors.append(self._intercept)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End with the last write: writes after it go to one generation."""
        self._client.interceptors.remove(self._intercept)
        await asyncio.to_thread(self._follower.stop)
        self._threads.shutdown(wait=False)

    async def _intercept(self, request: Request[Any], send: Any) -> Any:
        if not isinstance(request, WRITES):
            return await send(request)
        self._follower.check_process()
        with self._follower.gate.passing_alone(request.collection_name) as is_alone:
            if is_alone:
                return await send(request)

        def send_from_thread(one: Request[Any]) -> Any:
            return asyncio.run_coroutine_threadsafe(send(one), self._loop).result()

        run = copy_context().run  # headers of a block, and records of its calls
        return await self._loop.run_in_executor(self._threads, run, self._carry_out, request, send_from_thread)

    def _carry_out(self, request: Request[Any], send: Any) -> Any:
        with self._follower.gate.passing(request.collection or "") as generations:
            if generations is None:
                return send(request)
            return self._follower.mirroring.carry_out(request, send, generations)


class _FromThreads:
    """The transport of an event loop, for requests from other threads."""

    def __init__(self, transport: AsyncTransport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        sending = self._transport.send(request, timeout=timeout)
        return asyncio.run_coroutine_threadsafe(sending, self._loop).result()


class _ClientOver(QdrantClient):
    """A blocking client over a transport that is there."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
