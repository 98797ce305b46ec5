"""gRPC without blocking the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from typing import Any, TypeVar

from qschema.client.errors import ClientClosed, QdrantError
from qschema.client.requests.base import Request
from qschema.client.transports.compatibility import LONGEST_SECONDS, QUESTION, Compatibility, warn_of_version
from qschema.client.transports.deadline import timed
from qschema.client.transports.forks import forget_after_fork
from qschema.client.transports.grpc.channels import Channels
from qschema.client.transports.grpc.course import GrpcCourse
from qschema.client.transports.grpc.forked import check_usable, is_usable
from qschema.client.transports.grpc.metadata import Metadata, here_and_now
from qschema.client.transports.grpc.methods import Method
from qschema.client.transports.grpc.server import GrpcServer
from qschema.client.transports.grpc.stubs import AsyncStub
from qschema.client.transports.grpc.written import grpc_form
from qschema.client.transports.rest_async import AsyncRestTransport
from qschema.client.transports.retries import Budget
from qschema.client.transports.target import RestTarget
from qschema.client.transports.tokens import token_soon

R = TypeVar("R")


class AsyncGrpcTransport:
    """Carries requests over gRPC, and over REST what gRPC doesn't have. In another loop it makes its channels anew.

    A process that is forked from one that has used gRPC uses REST alone; see `forked`.

    Args:
        target: The server.

    Nothing is opened before the first call. gRPC knows no event loop but that of asyncio.
    """

    def __init__(self, target: RestTarget) -> None:
        self._target = target
        self._server = GrpcServer.of(target)
        self._base_url = self._server.address.base_url
        self._rest = AsyncRestTransport(replace(target, check_compatibility=False))
        self._budget = Budget()
        self._compatibility = Compatibility(self._base_url, target.check_compatibility)
        self._channels: Channels | None = None
        self._loop: object = None
        self._closed = False
        forget_after_fork(self)

    @property
    def writes(self) -> str:
        """How bodies travel, so that whoever sends one several times can write it once."""
        return "message" if is_usable() else self._rest.writes

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url})"

    async def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`."""
        course = self._course(request, timeout, self._target.retries, self._budget)
        if course is None:
            return await self._rest.send(request, timeout=timeout)
        return await self._carried(course)

    async def send_once(
        self, request: Request[R], *, timeout: float | None = None, sent: Callable[[], None] | None = None
    ) -> R:
        """Send a request and repeat nothing, for a caller that does so itself; else as `send`.

        Args:
            request: What to send.
            timeout: As for `send`.
            sent: Told when the message is handed over; gRPC doesn't say when it has left.
        """
        course = self._course(request, timeout, 0, Budget())
        if course is None:
            return await self._rest.send_once(request, timeout=timeout, sent=sent)
        if sent is not None:
            sent()
        return await self._carried(course)

    def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Send a request over REST, and return its answer in parts; see `Transport.stream`."""
        return self._rest.stream(request, timeout=timeout)

    def stub(self, service: str) -> AsyncStub:
        """Return the methods of a service, given as `qdrant.Points`, for messages made by hand."""
        return AsyncStub(self, service, self._target.timeout)

    def raw(self, method: Method) -> Any:
        """Return what calls a method, messages in and messages out, and raises gRPC's own errors."""
        return self._open().raw(method)

    async def metadata(self, seconds: float) -> Metadata:
        """Return the metadata of a call that is made here and now.

        Args:
            seconds: How long the token may take.

        Raises:
            TimeoutError: It takes longer.
        """
        return here_and_now(self._server.metadata, await token_soon(self._target.token_provider, seconds))

    async def close(self) -> None:
        """Close all connections; a second call does nothing."""
        self._closed = True
        channels, self._channels = self._channels, None
        if channels is not None and self._loop is asyncio.get_running_loop():
            for channel in channels.close():
                await channel.close()
        await self._rest.close()

    def forget_connections(self) -> Any:
        """Give up the connections without touching them; see `forks`."""
        left, self._channels = self._channels, None
        return left

    def _course(self, request: Request[R], timeout: float | None, retries: int, budget: Budget) -> GrpcCourse[R] | None:
        """Return the course of a request, None if it goes over REST."""
        told, seconds = timed(request, timeout, self._target.timeout)
        form = grpc_form(told)
        return None if form is None else GrpcCourse(told, form, seconds, self._base_url, (retries, budget))

    async def _carried(self, course: GrpcCourse[R]) -> R:
        try:
            metadata = await self.metadata(course.deadline.left)
        except TimeoutError as error:
            raise course.no_token() from error
        result = await self._answered(course, metadata)
        if self._compatibility.is_due():
            await self._check_version(course.deadline.left, metadata)
        return result

    async def _answered(self, course: GrpcCourse[R], metadata: Metadata) -> R:
        from grpc import RpcError

        while True:
            try:
                return course.answered(await self._exchange(course, metadata))
            except (QdrantError, RpcError) as error:
                pause = course.pause_after(error)
            await asyncio.sleep(pause)

    async def _exchange(self, course: GrpcCourse[Any], metadata: Metadata) -> bytes:
        call = self._open().call(course.path)
        try:
            answer: bytes = await call(course.data, timeout=course.deadline.left, metadata=metadata)
            return answer
        except asyncio.CancelledError:
            if self._closed:  # by another task: grpcio cancels what is under way
                raise self._is_closed() from None
            raise

    async def _check_version(self, left: float, metadata: Metadata) -> None:
        from grpc import RpcError

        course = self._course(QUESTION, min(left, LONGEST_SECONDS), 0, self._budget)
        if course is not None:
            with suppress(QdrantError, RpcError):
                warn_of_version(course.read(await self._exchange(course, metadata)).version, self._base_url)

    def _open(self) -> Channels:
        if self._closed:
            raise self._is_closed()
        loop = asyncio.get_running_loop()
        if self._channels is None or self._loop is not loop:
            check_usable()
            import grpc.aio

            self._channels, self._loop = Channels(self._server, grpc.aio), loop
        return self._channels

    def _is_closed(self) -> ClientClosed:
        return ClientClosed("the client is closed", url=self._base_url, fix="make a new one")
