"""The ways to an engine on this machine: in this process, and in one of its own."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from qschema.client.embedded.engine import Engine
from qschema.client.embedded.errors import OpenedBeforeFork
from qschema.client.embedded.hosting import close_engine, open_engine
from qschema.client.embedded.read_only import ReadOnlyEngine
from qschema.client.embedded.snapshots.calls import LocateSnapshot
from qschema.client.embedded.snapshots.staging import needs_staging, parts_of, staged
from qschema.client.embedded.transport_async import AsyncEmbeddedTransport
from qschema.client.errors import ClientClosed
from qschema.client.requests.base import Request

__all__ = ["AsyncEmbeddedTransport", "EmbeddedTransport"]

R = TypeVar("R")


class EmbeddedTransport:
    """Answers requests in this process, blocking the caller. Threads may share it.

    Args:
        path: The instance's folder; None for one that is forgotten with the transport.
        read_only: Whether the folder is only read, and left as it is; others can read it, too.

    Nothing is opened before the first call.
    """

    def __init__(self, path: str | None, *, read_only: bool = False) -> None:
        self._path = None if path is None else os.path.abspath(path)
        self._read_only = read_only
        self._lock = Lock()
        self._engine: Engine | ReadOnlyEngine | None = None
        self._process = 0
        self._finish: weakref.finalize[..., EmbeddedTransport] | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._path or ':memory:'})"

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Answer a request; see `Transport.send`. A call of the engine can't be broken off: `timeout` has no effect."""
        if needs_staging(request):
            answer: R = staged(request, self._open().handle)
            return answer
        return self._open().handle(request)

    @contextmanager
    def stream(self, request: Request[bytes], *, timeout: float | None = None) -> Iterator[Iterator[bytes]]:
        """Answer a request with bytes in parts; see `Transport.stream`."""
        with parts_of(self.send(LocateSnapshot(request), timeout=timeout)) as parts:
            yield parts

    def close(self) -> None:
        """Write everything out and let others use the folder; a second call does nothing."""
        with self._lock:
            self._closed = True
            self._engine = None
            finish, self._finish = self._finish, None
        if finish is not None:
            finish()

    def _open(self) -> Engine | ReadOnlyEngine:
        with self._lock:
            if self._closed:
                raise ClientClosed("the client is closed", url=self._path or "", fix="make a new one")
            if self._engine is None:
                self._engine, scratch = open_engine(self._path, read_only=self._read_only)
                self._process = os.getpid()
                self._finish = weakref.finalize(self, _finish, self._engine, scratch, self._process)
            if self._process != os.getpid():
                raise OpenedBeforeFork("this client was opened before the process forked", fix="make a new one here")
            return self._engine


def _finish(engine: Engine | ReadOnlyEngine, scratch: Path | None, process: int) -> None:
    if process == os.getpid():
        close_engine(engine, scratch)
