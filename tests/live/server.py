"""Real Qdrant servers on this machine: started with a folder and ports of their own, stopped at the end."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import note_grpc_port

_BESIDE = Path(__file__).parents[3] / "shared" / "server" / "qdrant-server"
_SECONDS_TO_START = 60.0


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    grpc_url: str


def program() -> str | None:
    """Return what starts a server: QSCHEMA_TEST_SERVER, else the one beside the repository; None without either."""
    return os.environ.get("QSCHEMA_TEST_SERVER") or (str(_BESIDE) if _BESIDE.exists() else None)


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """Start a server, wait until it answers, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="qschema-live-") as storage:
        one = Place(Path(storage), *free_ports(), options)
        process = one.start()
        try:
            server = Server(one.url, f"{one.scheme}://127.0.0.1:{one.grpc_port}")
            note_grpc_port(server.url, server.grpc_url)
            yield server
        finally:
            process.terminate()
            process.wait(30)


@dataclass(frozen=True)
class Place:
    """A folder and ports at which a server can be started, again and again."""

    storage: Path
    port: int
    grpc_port: int
    options: tuple[str, ...] = ()

    @property
    def scheme(self) -> str:
        return "https" if "--tls-cert" in self.options else "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self) -> subprocess.Popen[bytes]:
        """Start a server, and wait until it answers."""
        numbers = ["--port", str(self.port), "--grpc-port", str(self.grpc_port), "--storage", str(self.storage)]
        command = [program() or str(_BESIDE), *numbers, *self.options]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait(process, self.scheme, self.port, command)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return process


def _wait(process: subprocess.Popen[bytes], scheme: str, port: int, command: list[str]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not _answers(scheme, port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"no Qdrant came up: {' '.join(command)}")
        time.sleep(0.05)


def _answers(scheme: str, port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    if scheme == "https":
        unseen = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=1, context=unseen)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return str(taken.getsockname()[1])


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]
