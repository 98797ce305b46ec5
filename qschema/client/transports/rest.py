"""REST over blocking sockets."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from qschema.client.errors import ClientClosed, QdrantError
from qschema.client.requests.base import Request
from qschema.client.transports.answers import Reply
from qschema.client.transports.compatibility import LONGEST_SECONDS, QUESTION, Compatibility, warn_if_incompatible
from qschema.client.transports.course import Course
from qschema.client.transports.deadline import Deadline
from qschema.client.transports.failures import FAILURES
from qschema.client.transports.forks import forget_after_fork
from qschema.client.transports.http_clients import BlockingClient, let_go
from qschema.client.transports.http_options import constant_headers, http_options
from qschema.client.transports.refusals import refusal
from qschema.client.transports.retries import Budget
from qschema.client.transports.target import RestTarget
from qschema.client.transports.tokens import token_now

if TYPE_CHECKING:
    from qschema.client.transports.grpc.blocking import GrpcTransport
    from qschema.client.transports.grpc.stubs import Stub

R = TypeVar("R")


class RestTransport:
    """Carries requests over REST, blocking the caller. Threads may share it; a forked process makes connections anew.

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
        self._lock = Lock()
        self._http: httpx.Client | None = None
        self._closing: weakref.finalize[..., RestTransport] | None = None
        self._closed = False
        self._grpc: GrpcTransport | None = None
        forget_after_fork(self)

    @property
    def target(self) -> RestTarget:
        """The server, from which another process makes a transport of its own."""
        return self._target

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._base_url})"

    def send(self, request: Request[R], *, timeout: float | None = None) -> R:
        """Send a request and return its result; see `Transport.send`.

        A peer that drips its answer can stretch the time: httpx lets every single read of the head, and of the body,
        wait as long as was left when that part began. A body is given up with the first bytes after the end.
        """
        return self._carried(Course(request, timeout, self._target, self._base_url, self._budget))

    def send_once(
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
        return self._carried(course)

    def _carried(self, course: Course[R]) -> R:
        token = token_now(self._target.token_provider)
        while True:
            try:
                result = course.answered(self._exchange(course, token))
                break
            except (QdrantError, *FAILURES) as error:
                pause = course.pause_after(error)
            sleep(pause)
        if self._compatibility.is_due():
            self._check_version(course.deadline, token)
        return result

    @contextmanager
    def stream(self, request: Request[bytes], *, timeout: float | None = None) -> Iterator[Iterator[bytes]]:
        """Send a request and return its answer in parts; see `Transport.stream`."""
        course = Course(request, timeout, self._target, self._base_url, self._budget)
        token = token_now(self._target.token_provider)
        while True:
            try:
                response = self._begin(course, token)
                break
            except (QdrantError, *FAILURES) as error:
                pause = course.pause_after(error)
            sleep(pause)
        try:
            yield self._parts(course, response)
        finally:
            response.close()

    def stub(self, service: str) -> Stub:
        """Return the methods of a service of gRPC, for messages made by hand; nothing else here uses gRPC."""
        with self._lock:
            if self._closed:
                raise self._is_closed()
            if self._grpc is None:
                from qschema.client.transports.grpc.blocking import GrpcTransport

                self._grpc = GrpcTransport(self._target)
        return self._grpc.stub(service)

    def close(self) -> None:
        """Close all connections; a second call does nothing."""
        with self._lock:
            self._closed = True
            closing, self._closing, self._http = self._closing, None, None
        if closing is not None:
            closing()
        if self._grpc is not None:
            self._grpc.close()

    def forget_connections(self) -> Any:
        """Give up the connections without touching them; see `forks`."""
        if self._closing is not None:
            self._closing.detach()
        left = self._http, self._lock
        self._http, self._closing, self._lock = None, None, Lock()
        return left

    def _exchange(self, course: Course[Any], token: dict[str, str]) -> Reply:
        response = self._respond(course, token)
        try:
            parts = []
            for part in response.iter_bytes():
                parts.append(part)
                if course.deadline.over:
                    raise httpx.ReadTimeout("the answer was still coming")
        finally:
            response.close()
            let_go(response)
        return Reply(response.status_code, response.headers, b"".join(parts))

    def _begin(self, course: Course[Any], token: dict[str, str]) -> httpx.Response:
        response = self._respond(course, token)
        if response.is_success:
            return response
        try:
            raise refusal(course.call, response.status_code, response.headers, response.read())
        finally:
            response.close()

    def _parts(self, course: Course[Any], response: httpx.Response) -> Iterator[bytes]:
        try:
            yield from response.iter_bytes()
        except FAILURES as error:
            raise course.failure(error) from error

    def _respond(self, course: Course[Any], token: dict[str, str]) -> httpx.Response:
        upload = course.call.upload
        content = None if upload is None else upload.parts()
        return self._open().send(course.outgoing(self._headers, token, content), stream=True)

    def _check_version(self, deadline: Deadline, token: dict[str, str]) -> None:
        limit = min(deadline.left, LONGEST_SECONDS)
        course = Course(QUESTION, limit, self._target, self._base_url, self._budget)
        with suppress(QdrantError, *FAILURES):
            warn_if_incompatible(course.call, self._exchange(course, token), self._base_url)

    def _open(self) -> httpx.Client:
        with self._lock:
            if self._closed:
                raise self._is_closed()
            if self._http is None:
                self._http = BlockingClient(**http_options(self._target))
                self._closing = weakref.finalize(self, self._http.close)
            return self._http

    def _is_closed(self) -> ClientClosed:
        return ClientClosed("the client is closed", url=self._base_url, fix="make a new one")
