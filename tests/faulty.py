"""A proxy before a server that lets calls through, answers 429 itself, or delays, drops, doubles and cuts."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

REFUSED = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"
TOO_MUCH = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n"

PASS, CUT_BEFORE, CUT_AFTER = "pass", "cut before", "cut after"
"""Let it through; break the connection before the server has the call; break it before the caller has the answer."""

CUT_WITHIN = "cut within"
"""Break the connection within the answer."""

DROPPED_BEFORE, DROPPED_AFTER = "dropped before", "dropped after"
"""Let the call vanish before or after the server acted: the caller waits for an answer that never comes."""

LATE_BEFORE, LATE_AFTER = "late before", "late after"
"""Hold up the call, which the server gets even if the caller has given it up; or the answer."""

CALLED_TWICE, ANSWERED_TWICE = "called twice", "answered twice"
"""Have the server carry it out twice and give the second answer; or give the answer twice."""

LATE_SECONDS = 1.5


class Proxy:
    """Does to each call of some verbs what `decide` says of its number and body: a word above; or answers in bytes."""

    def __init__(
        self, url: str, decide: Callable[[int, bytes], str | bytes], verbs: tuple[bytes, ...] = (b"PUT",)
    ) -> None:
        self.target = urlsplit(url)
        self.decide = decide
        self.verbs = verbs
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
                if message.startswith(self.verbs):
                    with self.lock:
                        self.calls += 1
                        what = self.decide(self.calls, message.partition(b"\r\n\r\n")[2])
                if isinstance(what, bytes):
                    connection.sendall(what)
                    continue
                if not _befell(what, message, connection, server):
                    return


def _befell(what: str, message: bytes, connection: socket.socket, server: socket.socket) -> bool:
    """Carry a call and its answer, as far as they come; tell whether the connection lasts."""
    if what == LATE_BEFORE:
        time.sleep(LATE_SECONDS)
    answer = b""
    if what not in (CUT_BEFORE, DROPPED_BEFORE):
        for _ in range(2 if what == CALLED_TWICE else 1):
            server.sendall(message)
            answer = _message(server)
    if what in (DROPPED_BEFORE, DROPPED_AFTER):
        _until_it_leaves(connection)
    if what == LATE_AFTER:
        time.sleep(LATE_SECONDS)
    if what in (CUT_BEFORE, CUT_AFTER, DROPPED_BEFORE, DROPPED_AFTER):
        return False
    connection.sendall(answer[: len(answer) // 2] if what == CUT_WITHIN else answer)
    if what == ANSWERED_TWICE:
        connection.sendall(answer)
    return what != CUT_WITHIN and answer != b""


def _until_it_leaves(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


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
