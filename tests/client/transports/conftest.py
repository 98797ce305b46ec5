from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import trustme

from qschema.client.transports.compatibility import Compatibility


@dataclass
class Seen:
    """A request as it came in."""

    verb: str
    path: str
    headers: dict[str, str]
    body: bytes
    port: int


@dataclass
class Answer:
    """What to answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def good(result: Any, **beside: Any) -> Answer:
    return Answer(body=json.dumps({"result": result, "status": "ok", "time": 0.25, **beside}).encode())


def listed(*names: str) -> Answer:
    return good({"collections": [{"name": name} for name in names]})


class WebServer(ThreadingHTTPServer):
    """A server that keeps connections open, writes down what it is asked, and answers as it is told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[Seen] = []
        self.answer: Callable[[Seen], Answer] = lambda seen: listed("a")
        self.scheme = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def answers(self, *answers: Answer) -> str:
        """Give these answers in turn, the last one for ever; return the URL."""
        self.answer = lambda seen: answers[min(len(self.seen), len(answers)) - 1]
        return self.url

    def over_tls(self, context: ssl.SSLContext) -> str:
        """Speak TLS; return the URL."""
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.scheme = "https"
        return self.url

    def shutdown_request(self, request: socket.socket) -> None:
        """Read what is left before closing: else the client may lose what it was told last, such as an alert of TLS."""
        with suppress(OSError):
            request.settimeout(10)
            socket.socket.shutdown(request, socket.SHUT_WR)
            while socket.socket.recv(request, 65536):
                pass
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested."""


class Handler(BaseHTTPRequestHandler):
    server: WebServer
    protocol_version = "HTTP/1.1"

    def serve(self) -> None:
        if self.headers.get("transfer-encoding") == "chunked":
            body = b"".join(self.chunks())
        else:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, body, self.client_address[1])
        self.server.seen.append(seen)
        answer = self.server.answer(seen)
        self.send_response(answer.status)
        for name, value in {"content-length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def log_message(self, *about: object) -> None:
        return


for verb in ("GET", "PUT", "POST", "PATCH", "DELETE"):
    setattr(Handler, f"do_{verb}", Handler.serve)


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    """Forget which servers were asked for their version: ports are given out again."""
    Compatibility._asked.clear()


@pytest.fixture
def web() -> Iterator[WebServer]:
    server = WebServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def stranger() -> trustme.CA:
    return trustme.CA()
