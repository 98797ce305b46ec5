"""A small reverse proxy: what comes in below a path prefix goes to a server, everything else gets a page."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PREFIX = "/team/qdrant"
PAGE = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
_HOP_BY_HOP = ("connection", "content-length", "host", "keep-alive", "transfer-encoding")


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target).netloc


class _Handler(BaseHTTPRequestHandler):
    server: _Proxy
    protocol_version = "HTTP/1.1"

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not self.path.startswith(f"{PREFIX}/"):
            self.reply(404, {"content-type": "text/html"}, PAGE)
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
        connection = http.client.HTTPConnection(self.server.target, timeout=60)
        try:
            connection.request(self.command, self.path.removeprefix(PREFIX), body, headers)
            answer = connection.getresponse()
            self.reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *about: object) -> None:
        return


for _verb in ("GET", "PUT", "POST", "PATCH", "DELETE"):
    setattr(_Handler, f"do_{_verb}", _Handler.forward)


@contextmanager
def proxy_to(url: str) -> Iterator[str]:
    """Run a proxy before a server, and yield the URL that leads to it."""
    proxy = _Proxy(url)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}{PREFIX}"
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
