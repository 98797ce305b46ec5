"""`qschema serve` as a process of its own, on a free port: what tests talk to over real sockets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.ports import note_grpc_port


class Server:
    """A running server; started, it answers.

    Args:
        options: What stands behind `qschema serve --port 0`.
    """

    def __init__(self, *options: Any) -> None:
        # What it complains of goes into a file: a pipe that nobody reads would stop it when it is full.
        self._complaints: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed in `end`
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "qschema.cli", "serve", "--port", "0", *map(str, options)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self._process.stdout
        self.first_line = self._process.stdout.readline().rstrip("\n")
        self.url = self.first_line.rpartition(" ")[2]
        if "--grpc-port" in options:
            self.grpc_url = self._process.stdout.readline().rstrip("\n").rpartition(" ")[2]
            note_grpc_port(self.url, self.grpc_url)

    @property
    def pid(self) -> int:
        return self._process.pid

    def worker(self) -> int:
        """Return the number of the process that runs the engine (Linux)."""
        (child,) = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split() or self._children()
        return int(child)

    def _children(self) -> list[str]:
        """A process that a thread started is the thread's child, not the first thread's."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return [child for task in tasks for child in (task / "children").read_text().split()]

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its status, and what it complained of."""
        code = self._process.wait(60)
        assert self._process.stdout
        self._process.stdout.close()
        self._complaints.seek(0)
        with self._complaints:
            return code, self._complaints.read()

    def stop(self) -> tuple[int, str]:
        """Tell it to stop, and wait for its end."""
        self.tell(signal.SIGTERM)
        return self.end()

    def kill(self) -> None:
        """End it without a chance to do anything."""
        self.tell(signal.SIGKILL)
        self.end()


@contextmanager
def serving(*options: Any) -> Iterator[Server]:
    """Start a server, and stop it at the end; it stops in peace."""
    server = Server(*options)
    try:
        yield server
    finally:
        if server._process.returncode is None:
            code, complaints = server.stop()
            assert (code, complaints) == (0, "")
