"""REST without blocking the event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import httpx
from anyio.lowlevel import current_token

from qschema.client.errors import ClientClosed, QdrantError
from qschema.client.requests.base import Request
from qschema.client.transports.answers import Reply
from qschema.client.transports.compatibility import LONGEST_SECONDS, QUESTION, Compatibility, warn_if_incompatible
from qschema.client.transports.course import Course
from qschema.client.transports.deadline import Deadline, Patience
from qschema.client.transports.failures import FAILURES
from qschema.client.transports.forks import forget_after_fork
from qschema.client.transports.http_clients import EventLoopClient, let_go
from qschema.client.transports.http_options import constant_headers, http_options
from qschema.client.transports.refusals import refusal
from qschema.client.transports.retries import Budget
from qschema.client.transports.target import RestTarget
from qschema.client.transports.tokens import token_soon

if TYPE_CHECKING:
    from qschema.client.transports.grpc.event_loop import AsyncGrpcTransport
    from qschema.client.transports.grpc.stubs import AsyncStub

R = TypeVar("R")

_GRACE_SECONDS = 0.25
"""How much later than httpx this ends a call, such as one whose answer drips: only httpx knows what was waited for."""


class AsyncRestTransport:
    """Carries requests over REST without blocking the event loop. In another loop it makes its connections anew.

    Args:
        target: The server.

    Nothing is opened before the first call.
    """

    writes = "json"
    """How bodies travel, so that whoever sends one several times can write it once."""

    def __init__(self, target: RestTarget) -> None:
        self._target = target
        self._base_url = target.address.base_url
        self._headers = constant_headers(target)
        self._budget = Budget()
        self._compatibility = Compatibility(self._base_url, target.check_compatibility)
        self._http: httpx.AsyncClient | None = None
        self._loop: object = None
        self._closed = False
        self._grpc: AsyncGrpcTransport | None = None
        forget_after_fork(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url})"

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`."""
        return await self._carried(Course(request, timeout, self._target, self._base_url, self._budget))

    async def send_once(
        self, request: Request[R], *, timeout: float | None = None, sent: Callable[[], None] | None = None
    ) -> R:
        """Send a request and repeat nothing, for a caller that does so itself; else as `send`.

        Args:
            request: What to send.
            timeout: As for `send`.
            sent: Told when the whole body was handed to the system, so that the time until the answer can be used.
        """
        course = Course(request, timeout, replace(self._target, retries=0), self._base_url, Budget())
        course.sent = sent
        return await self._carried(course)

    async def _carried(self, course: Course[R]) -> R:
        token = await self._token(course)
        while True:
            try:
                result = course.answered(await self._exchange(course, token))
                break
            except (QdrantError, *FAILURES) as error:
                pause = course.pause_after(error)
            await anyio.sleep(pause)
        if self._compatibility.is_due():
            await self._check_version(course.deadline, token)
        return result

    @asynccontextmanager
    async def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Send a request and return its answer in parts; see `Transport.stream`."""
        course = Course(request, timeout, self._target, self._base_url, self._budget)
        token = await self._token(course)
        while True:
            try:
                response = await self._begin(course, token)
                break
            except (QdrantError, *FAILURES) as error:
                pause = course.pause_after(error)
            await anyio.sleep(pause)
        try:
            yield self._parts(course, response)
        finally:
            await response.aclose()

    def stub(self, service: str) -> AsyncStub:
        """Return the methods of a service of gRPC, for messages made by hand; nothing else here uses gRPC."""
        if self._closed:
            raise self._is_closed()
        if self._grpc is None:
            from qschema.client.transports.grpc.event_loop import AsyncGrpcTransport

            self._grpc = AsyncGrpcTransport(self._target)
        return self._grpc.stub(service)

    async def close(self) -> None:
        """Close all connections; a second call does nothing."""
        self._closed = True
        http, self._http = self._http, None
        if http is not None and self._loop == current_token():
            await http.aclose()
        if self._grpc is not None:
            await self._grpc.close()

    def forget_connections(self) -> Any:
        """Give up the connections without touching them; see `forks`."""
        left, self._http = self._http, None
        return left

    async def _exchange(self, course: Course[Any], token: dict[str, str]) -> Reply:
        if isinstance(course.deadline, Patience):
            return await self._whole(course, token)
        with anyio.fail_after(course.deadline.left + _GRACE_SECONDS):
            return await self._whole(course, token)

    async def _whole(self, course: Course[Any], token: dict[str, str]) -> Reply:
        response = await self._respond(course, token)
        try:
            body = await response.aread()
        finally:
            await response.aclose()
            let_go(response)
        return Reply(response.status_code, response.headers, body)

    async def _begin(self, course: Course[Any], token: dict[str, str]) -> httpx.Response:
        response = await self._respond(course, token)
        if response.is_success:
            return response
        try:
            raise refusal(course.call, response.status_code, response.headers, await response.aread())
        finally:
            await response.aclose()

    async def _parts(self, course: Course[Any], response: httpx.Response) -> AsyncIterator[bytes]:
        try:
            async for part in response.aiter_bytes():
                yield part
        except FAILURES as error:
            raise course.failure(error) from error

    async def _respond(self, course: Course[Any], token: dict[str, str]) -> httpx.Response:
        upload = course.call.upload
        content = None if upload is None else upload.async_parts()
        return await self._open().send(course.outgoing(self._headers, token, content), stream=True)

    async def _check_version(self, deadline: Deadline, token: dict[str, str]) -> None:
        limit = min(deadline.left, LONGEST_SECONDS)
        course = Course(QUESTION, limit, self._target, self._base_url, self._budget)
        with suppress(QdrantError, *FAILURES):
            warn_if_incompatible(course.call, await self._exchange(course, token), self._base_url)

    def _open(self) -> httpx.AsyncClient:
        if self._closed:
            raise self._is_closed()
        loop = current_token()
        if self._http is None or self._loop != loop:
            self._http, self._loop = EventLoopClient(**http_options(self._target)), loop
        return self._http

    async def _token(self, course: Course[Any]) -> dict[str, str]:
        try:
            return await token_soon(self._target.token_provider, course.deadline.left)
        except TimeoutError as error:
            raise course.failure(error) from error

    def _is_closed(self) -> ClientClosed:
        return ClientClosed("the client is closed", url=self._base_url, fix="make a new one")
