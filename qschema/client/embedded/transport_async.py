"""An engine for event loops: in a process of its own, because it holds Python's global lock in every call."""

from __future__ import annotations

import asyncio
import os
import weakref
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from threading import Thread
from typing import TypeVar

from qschema.client.embedded.errors import OpenedBeforeFork
from qschema.client.embedded.snapshots.background import in_background, not_waited_for
from qschema.client.embedded.snapshots.calls import LocateSnapshot
from qschema.client.embedded.snapshots.staging import needs_staging, parts_of, staged
from qschema.client.embedded.worker_link import WorkerLink
from qschema.client.errors import ClientClosed, Timeout
from qschema.client.requests.base import Request

R = TypeVar("R")


class AsyncEmbeddedTransport:
    """Has requests answered by a worker process, without blocking the event loop (asyncio's, any number of them).

    A call that is cancelled, or takes too long, is given up: if its turn hasn't come it is never carried out, else
    its answer is thrown away.

    Args:
        path: The instance's folder; None for one that is forgotten with the transport.
        read_only: Whether the folder is only read, and left as it is; others can read it, too.

    Nothing is opened before the first call.
    """

    def __init__(self, path: str | None, *, read_only: bool = False) -> None:
        self._path = None if path is None else os.path.abspath(path)
        self._process = os.getpid()
        self._link = WorkerLink(self._path, read_only=read_only)
        self._ended: Future[None] | None = None
        self._finish = weakref.finalize(self, _end, self._link, self._process)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._path or ':memory:'})"

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Have a request answered; see `Transport.send`. Without `timeout` it may take as long as it takes.

        Raises:
            WorkerDied: The worker process ended before it answered.
        """
        if self._ended is not None:
            raise ClientClosed("the client is closed", url=self._path or "", fix="make a new one")
        if self._process != os.getpid():
            raise OpenedBeforeFork("this client was opened before the process forked", fix="make a new one here")
        if not_waited_for(request):
            await in_background(request, self._link.submit, self._answer)
            return None  # type: ignore[return-value]
        try:
            return await asyncio.wait_for(self._answer(request), timeout)
        except asyncio.TimeoutError as error:
            raise Timeout(
                f"no answer within {timeout:g} s",
                method=request.rest.verb,
                url=self._path or "",
                collection=request.collection,
                why="it may have been carried out all the same",
                fix="look what is there before repeating it; raise timeout",
            ) from error

    @asynccontextmanager
    async def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Have a request answered with bytes in parts; see `Transport.stream`."""
        located = await self.send(LocateSnapshot(request), timeout=timeout)
        with parts_of(located) as parts:
            yield _read_elsewhere(parts)

    async def _answer(self, request: Request[R]) -> R:
        if needs_staging(request):
            answer: R = await asyncio.to_thread(staged, request, lambda call: self._link.submit(call).result())
            return answer
        return await asyncio.wrap_future(self._link.submit(request))

    async def close(self) -> None:
        """Let the worker process finish what was asked of it, and end; a second call does nothing."""
        if self._ended is None:
            self._ended = Future()
            self._finish.detach()
            Thread(target=_close, args=(self._link, self._ended), name="qschema-closing", daemon=True).start()
        await asyncio.shield(asyncio.wrap_future(self._ended))


async def _read_elsewhere(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read parts of a file in another thread, so that the event loop isn't held up by the disk."""
    while part := await asyncio.to_thread(next, parts, b""):
        yield part


def _close(link: WorkerLink, ended: Future[None]) -> None:
    link.stop()
    link.join()
    ended.set_result(None)


def _end(link: WorkerLink, process: int) -> None:
    if process == os.getpid():
        link.stop()
        link.join()
