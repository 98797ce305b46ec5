"""A server that writes down what it is sent, and answers with something that can be read."""

from __future__ import annotations

import json
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.client.wire.answers import ANSWERS, FILE, TEXTS, UPDATED


class Recorder(ThreadingHTTPServer):
    """Writes down verb, path, query and body of what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Recorder
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        parts = urlsplit(self.path)
        query = {name: value.lower() for name, value in parse_qsl(parts.query)}
        self.server.seen.append((self.command, parts.path, query, self.body()))
        kind, data = said(self.command, parts.path)
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self) -> Any:
        if self.headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size + 2)[:-2])
            self.rfile.readline()
            body = b"".join(parts)
        else:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
        kind = self.headers.get("content-type", "")
        if kind.startswith("multipart/"):
            form = BytesParser().parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + body)
            return [(part.get_param("name", header="content-disposition"), part.get_payload()) for part in form.walk()][
                1:
            ]
        return json.loads(body) if body else None

    def log_message(self, *about: object) -> None:
        return


for verb in ("GET", "PUT", "POST", "PATCH", "DELETE"):
    setattr(Handler, f"do_{verb}", Handler.answer)


def said(verb: str, path: str) -> tuple[str, bytes]:
    """Return the kind and the bytes of an answer."""
    if path in TEXTS:
        return "text/plain", TEXTS[path].encode()
    if verb == "GET" and path.endswith((".snapshot", "/snapshot")):
        return "application/octet-stream", FILE
    if path == "/":
        return "application/json", json.dumps({"title": "t", "version": "1.20.0"}).encode()
    result = {"result": ANSWERS.get((verb, path), UPDATED), "status": "ok", "time": 0.1}
    return "application/json", json.dumps(result).encode()
