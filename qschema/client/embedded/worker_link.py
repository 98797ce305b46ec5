"""The parent's end of a worker process: one thread that hands over requests one by one and takes the answers."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, BinaryIO, cast

from qschema.client.children import how_it_ended, start_child
from qschema.client.embedded.errors import EngineMissing, WorkerDied
from qschema.client.frames import read_frame, write_frame
from qschema.client.requests.base import Request

_MODULE = "qschema.client.embedded.worker"
_PATIENCE = 60.0
"""Seconds that a worker may take to write out what it holds before it is killed; what was acknowledged is safe."""

Job = tuple[Request[Any], "Future[Any]"]


class WorkerLink:
    """Requests to an engine in a process of its own, in the order in which they come.

    The process is started with the first request, and again after it died, unless everything that it held is lost.

    Args:
        path: The instance's folder; None for one that is forgotten with the process.
        read_only: Whether the folder is only read.
    """

    def __init__(self, path: str | None, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._guard = Lock()
        self._worker: _Worker | None = None
        self._lost: WorkerDied | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        return None if self._worker is None else self._worker.pid

    @property
    def scratch(self) -> Path | None:
        """The folder that is forgotten with the process, None where there is none."""
        return None if self._worker is None else self._worker.scratch

    def submit(self, request: Request[Any]) -> Future[Any]:
        """Return what will hold the answer. Cancelled before its turn comes, the request is never carried out."""
        with self._guard:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="qschema-engine", daemon=True)
                self._thread.start()
        future: Future[Any] = Future()
        self._jobs.put((request, future))
        return future

    def stop(self) -> None:
        """End the process after what was submitted."""
        self._jobs.put(None)

    def join(self) -> None:
        """Wait for the end of the process."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            request, future = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(self._send(request))
                except BaseException as error:
                    future.set_exception(error)
            del request, future, job
        if self._worker is not None:
            self._worker.end()

    def _send(self, request: Request[Any]) -> Any:
        if self._lost is not None:
            raise self._lost
        try:
            self._worker = self._worker or _Worker(self._path, self._read_only)
            return self._worker.exchange(request)
        except WorkerDied as error:
            self._worker = None
            if self._path is None:
                self._lost = error
            raise


class _Worker:
    """A running process."""

    def __init__(self, path: str | None, read_only: bool) -> None:
        self._memory = path is None
        self.scratch: Path | None = None
        try:
            self._process = start_child(_MODULE)
        except OSError as error:
            raise EngineMissing("the process that is to run the engine can't be started", why=str(error)) from error
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        self.pid = self._process.pid
        try:
            self.scratch = self.exchange((path, read_only))
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Close the pipes, and see the process out."""
        with suppress(OSError):
            self._requests.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        if self.scratch is not None:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def exchange(self, value: Any) -> Any:
        """Hand something over and return the answer, or raise it."""
        try:
            write_frame(self._requests, value)
            done, answer = read_frame(self._answers)
        except (EOFError, OSError) as error:
            self.end()
            raise self._died() from error
        if done:
            return answer
        raise answer

    def _died(self) -> WorkerDied:
        how = how_it_ended(self._process.returncode)
        if self._memory:
            return WorkerDied(
                "the engine's process died, and with it all that it held", why=how, fix="make a new client"
            )
        return WorkerDied(
            "the engine's process died during the call",
            why=f"{how}; what was asked may or may not have happened",
            fix="look what is there before repeating it; the next call starts another process",
        )
