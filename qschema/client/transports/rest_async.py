"""REST without blocking the event loop."""

from __future__ import annotations

import inspect
from typing import TypeVar

import anyio
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


class AsyncRestTransport:
    """Carries requests over REST without blocking the event loop. It belongs to the loop of its first call.

    Args:
        target: The server.

    Nothing is opened before the first call.
    """

    def __init__(self, target: RestTarget) -> None:
        self._target = target
        self._base_url = target.address.base_url
        self._http: httpx.AsyncClient | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url})"

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`."""
        call = build_call(request, self._base_url)
        deadline = Deadline(seconds_for(request, timeout, self._target.timeout))
        try:
            with anyio.fail_after(deadline.seconds):
                reply = await self._exchange(call, deadline)
        except (httpx.RequestError, httpx.InvalidURL, TimeoutError) as error:
            raise failure(call, error, deadline.seconds) from error
        return read_answer(request, call, reply)

    async def close(self) -> None:
        """Close all connections; a second call does nothing."""
        self._closed = True
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def _exchange(self, call: WireCall, deadline: Deadline) -> Reply:
        http = self._open()
        outgoing = http.build_request(
            call.method,
            call.url,
            content=call.body,
            headers={**call.headers, **await self._token()},
            extensions={"timeout": deadline},
        )
        response = await http.send(outgoing)
        return Reply(response.status_code, response.headers, response.content)

    def _open(self) -> httpx.AsyncClient:
        if self._closed:
            raise ClientClosed("the client is closed", url=self._base_url, fix="make a new one")
        if self._http is None:
            self._http = httpx.AsyncClient(**http_options(self._target))
        return self._http

    async def _token(self) -> dict[str, str]:
        if self._target.token_provider is None:
            return {}
        token = self._target.token_provider()
        return bearer(await token if inspect.isawaitable(token) else token)
