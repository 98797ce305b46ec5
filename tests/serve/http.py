"""Plain HTTP calls, as any client makes them."""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return str(self.json["status"]["error"])


def connect(url: str) -> http.client.HTTPConnection:
    """Return a connection that is not open yet."""
    parts = urlsplit(url)
    assert parts.hostname
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)


def ask(
    connection: http.client.HTTPConnection,
    verb: str,
    path: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Make a call over a connection that stays open; a body that isn't bytes is sent as JSON."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    connection.request(verb, path, data, headers or {})
    response = connection.getresponse()
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


def call(url: str, verb: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    """Make one call."""
    connection = connect(url)
    try:
        return ask(connection, verb, path, body, headers)
    finally:
        connection.close()
