"""A real Qdrant for the live tests: the one that QSCHEMA_TEST_URL names, else one that is started and stopped here."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[3] / "shared" / "server" / "qdrant-server"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Start further servers with options of their own; each lives until the end of the session."""
    program = os.environ.get("QSCHEMA_TEST_SERVER", str(SERVER))
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> str:
        port = free_port()
        storage = tmp_path_factory.mktemp("storage")
        command = [program, "--port", str(port), "--grpc-port", str(free_port()), "--storage", str(storage), *options]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.append(server)
        for _ in range(300):
            if answers(port):
                return f"http://127.0.0.1:{port}"
            if server.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"no Qdrant came up: {' '.join(command)}")

    yield start
    for server in running:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def live_url(start_server: Callable[..., str]) -> str:
    """The URL of a Qdrant server that tests may write to."""
    return os.environ.get("QSCHEMA_TEST_URL") or start_server()


@pytest.fixture
def name() -> str:
    """A name that nobody else uses."""
    return f"qschema-test-{secrets.token_hex(6)}"
