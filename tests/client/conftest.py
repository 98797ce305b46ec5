from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

Script = Callable[[socket.socket], None]


class RawServer:
    """A server on the loopback interface that does to each connection what a script says, and then closes it."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.requests: list[bytes] = []
        self.script: Script = lambda connection: None
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def says(self, *parts: bytes, pause: float = 0.0) -> str:
        """Send parts of an answer once the request is there, with pauses in between; return the URL."""

        def script(connection: socket.socket) -> None:
            self.requests.append(connection.recv(65536))
            for part in parts:
                connection.sendall(part)
                self.closing.wait(pause)

        self.script = script
        return self.url

    def stalls(self, *parts: bytes) -> str:
        """Send parts of an answer, then nothing until the client hangs up; return the URL."""

        def script(connection: socket.socket) -> None:
            connection.settimeout(10)
            self.requests.append(connection.recv(65536))
            for part in parts:
                connection.sendall(part)
            connection.recv(1)

        self.script = script
        return self.url

    def stop(self) -> None:
        self.closing.set()
        socket.create_connection(self.listener.getsockname()).close()
        self.thread.join()
        self.listener.close()

    def _run(self) -> None:
        while True:
            connection, _ = self.listener.accept()
            with connection:
                if self.closing.is_set():
                    return
                with suppress(OSError):
                    self.script(connection)


@pytest.fixture
def raw_server() -> Iterator[RawServer]:
    server = RawServer()
    yield server
    server.stop()
