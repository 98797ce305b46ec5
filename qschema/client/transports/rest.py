"""REST over blocking sockets."""

from __future__ import annotations

import inspect
import weakref
from threading import Lock
from typing import TypeVar

import httpx

from qschema.client.errors import ClientClosed
from qschema.client.requests.base import Request
from qschema.client.transports.answers import Reply, read_answer
from qschema.client.transports.deadline import Deadline, seconds_for
from qschema.client.transports.failures import failure
from qschema.client.transports.headers import bearer
from qschema.client.transports.http_options import http_options
from qschema.client.transports.rest_core import WireCall, build_call
from qschema.client.transports.target import RestTarget

R = TypeVar("R")


class RestTransport:
    """Carries requests over REST, blocking the caller. Threads may share it.

    Args:
        target: The server.

    Nothing is opened before the first call.
    """

    def __init__(self, target: RestTarget) -> None:
        self._target = target
        self._base_url = target.address.base_url
        self._lock = Lock()
        self._http: httpx.Client | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url})"

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`.

        A peer that drips its answer can stretch the time: httpx lets every single read of the head, and of the body,
        wait as long as was left when that part began. A body is given up with the first bytes after the end.
        """
        call = build_call(request, self._base_url)
        deadline = Deadline(seconds_for(request, timeout, self._target.timeout))
        try:
            reply = self._exchange(call, deadline)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise failure(call, error, deadline.seconds) from error
        return read_answer(request, call, reply)

    def close(self) -> None:
        """Close all connections; a second call does nothing."""
        with self._lock:
            self._closed = True
            http, self._http = self._http, None
        if http is not None:
            http.close()

    def _exchange(self, call: WireCall, deadline: Deadline) -> Reply:
        http = self._open()
        outgoing = http.build_request(
            call.method,
            call.url,
            content=call.body,
            headers={**call.headers, **self._token()},
            extensions={"timeout": deadline},
        )
        response = http.send(outgoing, stream=True)
        try:
            parts = []
            for part in response.iter_bytes():
                parts.append(part)
                if deadline.over:
                    raise httpx.ReadTimeout("the answer was still coming")
        finally:
            response.close()
        return Reply(response.status_code, response.headers, b"".join(parts))

    def _open(self) -> httpx.Client:
        with self._lock:
            if self._closed:
                raise ClientClosed("the client is closed", url=self._base_url, fix="make a new one")
            if self._http is None:
                self._http = httpx.Client(**http_options(self._target))
                weakref.finalize(self, self._http.close)
            return self._http

    def _token(self) -> dict[str, str]:
        if self._target.token_provider is None:
            return {}
        token = self._target.token_provider()
        if inspect.iscoroutine(token):
            token.close()
        if not isinstance(token, str):
            raise TypeError("auth_token_provider returns no text; only AsyncQdrantClient takes one that is awaited")
        return bearer(token)
