"""A proxy before a server that lets calls through, answers 429 itself, or cuts connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

REFUSED = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"
TOO_MUCH = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n"

PASS, CUT_BEFORE, CUT_AFTER = "pass", "cut before", "cut after"
"""Let it through; break the connection before the server has the call; break it before the caller has the answer."""


class Proxy:
    """Does to each PUT what `decide` says of its number and body: one of the words above, or an answer in bytes."""

    def __init__(self, url: str, decide: Callable[[int, bytes], str | bytes]) -> None:
        self.target = urlsplit(url)
        self.decide = decide
        self.calls = 0
        self.lock = threading.Lock()
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.threads[0].join()
        self.listener.close()
        for one in list(self.open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.open.add(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self.threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        address = (str(self.target.hostname), int(self.target.port or 80))
        with connection, suppress(OSError), socket.create_connection(address) as server:
            while message := _message(connection):
                what: str | bytes = PASS
                if message.startswith(b"PUT"):
                    with self.lock:
                        self.calls += 1
                        what = self.decide(self.calls, message.partition(b"\r\n\r\n")[2])
                if isinstance(what, bytes):
                    connection.sendall(what)
                    continue
                if what == CUT_BEFORE:
                    return
                server.sendall(message)
                answer = _message(server)
                if what == CUT_AFTER:
                    return
                connection.sendall(answer)


def _message(source: socket.socket) -> bytes:
    """Read one call or answer; nothing at the end."""
    read = b""
    while b"\r\n\r\n" not in read:
        part = source.recv(65536)
        if not part:
            return b""
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    parts = [body]
    left = length - len(body)
    while left > 0:
        part = source.recv(min(left, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        left -= len(part)
    return head + b"\r\n\r\n" + b"".join(parts)
