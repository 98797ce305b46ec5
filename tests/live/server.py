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
        port, grpc_port = _free_ports()
        numbers = ["--port", str(port), "--grpc-port", str(grpc_port), "--storage", storage]
        command = [program() or str(_BESIDE), *numbers, *options]
        scheme = "https" if "--tls-cert" in options else "http"
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait(process, scheme, port, command)
            yield Server(f"{scheme}://127.0.0.1:{port}", f"{scheme}://127.0.0.1:{grpc_port}")
        finally:
            process.terminate()
            process.wait(30)


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


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]
