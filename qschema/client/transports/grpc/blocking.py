"""gRPC over blocking calls."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from threading import Lock
from time import sleep
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
from qschema.client.transports.grpc.stubs import Stub
from qschema.client.transports.grpc.written import grpc_form
from qschema.client.transports.rest import RestTransport
from qschema.client.transports.retries import Budget
from qschema.client.transports.target import RestTarget
from qschema.client.transports.tokens import token_now

R = TypeVar("R")


class GrpcTransport:
    """Carries requests over gRPC, blocking the caller, and over REST what gRPC doesn't have. Threads may share it.

    A process that is forked from one that has used gRPC uses REST alone; see `forked`.

    Args:
        target: The server.

    Nothing is opened before the first call.
    """

    def __init__(self, target: RestTarget) -> None:
        self._target = target
        self._server = GrpcServer.of(target)
        self._base_url = self._server.address.base_url
        self._rest = RestTransport(replace(target, check_compatibility=False))
        self._budget = Budget()
        self._compatibility = Compatibility(self._base_url, target.check_compatibility)
        self._lock = Lock()
        self._channels: Channels | None = None
        self._closing: weakref.finalize[..., GrpcTransport] | None = None
        self._closed = False
        forget_after_fork(self)

    @property
    def target(self) -> RestTarget:
        """The server, from which another process makes a transport of its own."""
        return self._target

    @property
    def writes(self) -> str:
        """How bodies travel, so that whoever sends one several times can write it once."""
        return "message" if is_usable() else self._rest.writes

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url})"

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`."""
        course = self._course(request, timeout, self._target.retries, self._budget)
        if course is None:
            return self._rest.send(request, timeout=timeout)
        return self._carried(course)

    def send_once(
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
            return self._rest.send_once(request, timeout=timeout, sent=sent)
        if sent is not None:
            sent()
        return self._carried(course)

    def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AbstractContextManager[Iterator[bytes]]:
        """Send a request over REST, and return its answer in parts; see `Transport.stream`."""
        return self._rest.stream(request, timeout=timeout)

    def stub(self, service: str) -> Stub:
        """Return the methods of a service, given as `qdrant.Points`, for messages made by hand."""
        return Stub(self, service, self._target.timeout)

    def raw(self, method: Method) -> Any:
        """Return what calls a method, messages in and messages out, and raises gRPC's own errors."""
        return self._open().raw(method)

    def metadata(self) -> Metadata:
        """Return the metadata of a call that is made here and now."""
        return here_and_now(self._server.metadata, token_now(self._target.token_provider))

    def close(self) -> None:
        """Close all connections; a second call does nothing."""
        with self._lock:
            self._closed = True
            closing, self._closing, self._channels = self._closing, None, None
        if closing is not None:
            closing()
        self._rest.close()

    def forget_connections(self) -> Any:
        """Give up the connections without touching them; see `forks`."""
        if self._closing is not None:
            self._closing.detach()
        left = self._channels, self._lock
        self._channels, self._closing, self._lock = None, None, Lock()
        return left

    def _course(self, request: Request[R], timeout: float | None, retries: int, budget: Budget) -> GrpcCourse[R] | None:
        """Return the course of a request, None if it goes over REST."""
        told, seconds = timed(request, timeout, self._target.timeout)
        form = grpc_form(told)
        return None if form is None else GrpcCourse(told, form, seconds, self._base_url, (retries, budget))

    def _carried(self, course: GrpcCourse[R]) -> R:
        metadata = self.metadata()
        result = self._answered(course, metadata)
        if self._compatibility.is_due():
            self._check_version(course.deadline.left, metadata)
        return result

    def _answered(self, course: GrpcCourse[R], metadata: Metadata) -> R:
        from grpc import RpcError

        while True:
            try:
                return course.answered(self._exchange(course, metadata))
            except (QdrantError, RpcError) as error:
                pause = course.pause_after(error)
            sleep(pause)

    def _exchange(self, course: GrpcCourse[Any], metadata: Metadata) -> bytes:
        call = self._open().call(course.path)
        try:
            answer: bytes = call(course.data, timeout=course.deadline.left, metadata=metadata)
            return answer
        except ValueError as error:  # grpcio says so of a channel that was closed meanwhile
            raise self._is_closed() from error

    def _check_version(self, left: float, metadata: Metadata) -> None:
        from grpc import RpcError

        course = self._course(QUESTION, min(left, LONGEST_SECONDS), 0, self._budget)
        if course is not None:
            with suppress(QdrantError, RpcError):
                warn_of_version(course.read(self._exchange(course, metadata)).version, self._base_url)

    def _open(self) -> Channels:
        channels = self._channels
        if channels is not None:
            return channels
        with self._lock:
            if self._closed:
                raise self._is_closed()
            check_usable()
            if self._channels is None:
                import grpc

                self._channels = Channels(self._server, grpc)
                self._closing = weakref.finalize(self, _close, self._channels)
            return self._channels

    def _is_closed(self) -> ClientClosed:
        return ClientClosed("the client is closed", url=self._base_url, fix="make a new one")


def _close(channels: Channels) -> None:
    for channel in channels.close():
        channel.close()
