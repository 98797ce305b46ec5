"""One call over REST from its first attempt to its end: what both transports share, apart from waiting and sockets."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, Generic, TypeVar

import httpx

from qschema.client.call_log import CallRecord, as_usage, recording
from qschema.client.context_headers import get_context_headers
from qschema.client.errors import ConnectTimeout, QdrantError
from qschema.client.requests.base import Request
from qschema.client.transports.answers import Envelope, Reply, read_answer
from qschema.client.transports.deadline import Deadline, Patience, timed
from qschema.client.transports.failures import failure
from qschema.client.transports.http_clients import Content, outgoing
from qschema.client.transports.rest_core import build_call
from qschema.client.transports.retries import Attempts, Budget
from qschema.client.transports.target import RestTarget

R = TypeVar("R")


class Course(Generic[R]):
    """One call on its way.

    Args:
        request: What to send.
        timeout: What the caller said of the time.
        target: Where to.
        base_url: What stands before every path there.
        budget: What the client has left for repeated attempts.

    Attributes:
        call: What is sent.
        deadline: When the call must be over.
        sent: Told of each attempt whose whole body was handed to the system.

    Raises:
        InvalidRequest: It can't be sent as it is.
    """

    def __init__(
        self, request: Request[R], timeout: float | None, target: RestTarget, base_url: str, budget: Budget
    ) -> None:
        self._request, seconds = timed(request, timeout, target.timeout)
        self.call = build_call(self._request, base_url)
        takes_its_time = request.rest.upload is not None or request.rest.answer == "bytes"
        self.deadline = Patience(seconds) if takes_its_time else Deadline(seconds)
        only_once = self.call.upload is not None and not self.call.upload.repeatable
        self._attempts = Attempts(self._request, self.deadline, 0 if only_once else target.retries, budget)
        self._started = monotonic()
        self._before: QdrantError | None = None
        self.sent: Callable[[], None] | None = None

    def outgoing(self, headers: dict[str, str], token: dict[str, str], content: Content) -> httpx.Request:
        """Return the next attempt as httpx sends it.

        Args:
            headers: Those of every call.
            token: That of the bearer token.
            content: The parts of the body where it is a file, else None.
        """
        all_headers = {**headers, **self.call.headers, **token, **get_context_headers()}
        return outgoing(self.call, all_headers, self.deadline, content, self.sent)

    def answered(self, reply: Reply) -> R:
        """Return the result that an answer holds.

        Raises:
            QdrantError: It holds none.
        """
        answer = read_answer(self._request, self.call, reply)
        self._attempts.succeeded()
        self._record(reply.status, answer)
        return answer.result

    def pause_after(self, error: Exception) -> float:
        """Return the seconds to wait before the next attempt.

        Raises:
            QdrantError: This failure is the end of the call.
        """
        ours = error if isinstance(error, QdrantError) else self.failure(error)
        pause = self._attempts.pause_after(ours)
        if pause is not None:
            self._before = ours
            return pause
        if isinstance(ours, ConnectTimeout) and self._before is not None:
            # the deadline cut the last attempt before anything was sent: what failed before it tells the reason
            ours = self._before
        self._record(ours.status, None)
        if ours is error:
            raise ours
        raise ours from error

    def failure(self, error: Any) -> QdrantError:
        """Return our error for one of httpx."""
        return failure(self.call, error, self.deadline.seconds)

    def _record(self, status: int | None, answer: Envelope[R] | None) -> None:
        log = recording()
        if log is None:
            return
        call = self.call
        took = answer.time if answer is not None and isinstance(answer.time, (int, float)) else None
        usage = None if answer is None else as_usage(answer.usage)
        seconds = monotonic() - self._started
        log.append(
            CallRecord(call.method, call.url, call.collection, status, self._attempts.made, seconds, took, usage)
        )
