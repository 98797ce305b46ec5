"""One call over gRPC from its first attempt to its end: what both transports share, apart from waiting and channels."""

from __future__ import annotations

from time import monotonic
from typing import Any, Generic, TypeVar

from qschema.client.call_log import CallRecord, as_usage, recording
from qschema.client.errors import NotFound, QdrantError
from qschema.client.requests.base import Request
from qschema.client.transports.deadline import Deadline
from qschema.client.transports.grpc.failures import METHOD, GrpcCall, error_from, late, nothing_found, unreadable
from qschema.client.transports.grpc.written import GrpcForm
from qschema.client.transports.retries import Attempts, Budget

R = TypeVar("R")


class GrpcCourse(Generic[R]):
    """One call on its way.

    Args:
        request: What to send.
        form: How it goes over gRPC.
        seconds: How long it may take.
        base_url: The server.
        attempts: How often the call may be repeated, and what the client has left for that.

    Attributes:
        path: The path of the call.
        data: The message that is sent.
        deadline: When the call must be over.

    Raises:
        InvalidRequest: It can't be sent as it is.
    """

    def __init__(
        self,
        request: Request[R],
        form: GrpcForm,
        seconds: float,
        base_url: str,
        attempts: tuple[int, Budget],
    ) -> None:
        self._request = request
        self.path = form.call.path
        self.data = form.message
        self._form = form.call
        self._call = GrpcCall(f"{base_url}{self.path}", request.collection)
        self.deadline = Deadline(seconds)
        self._attempts = Attempts(self._request, self.deadline, *attempts)
        self._answer: Any = None
        self._started = monotonic()

    def answered(self, data: bytes) -> R:
        """Return the result that an answer holds, and take note of the success.

        Raises:
            ResponseHandlingException: It can't be read.
        """
        result = self.read(data)
        self._attempts.succeeded()
        self._record(200)
        return result

    def read(self, data: bytes) -> R:
        """Return the result that an answer holds.

        Raises:
            ResponseHandlingException: It can't be read.
        """
        try:
            self._answer = self._form.answer_class.FromString(data)
            result: R = self._form.from_wire(self._answer, self._request)
        except NotFound as error:
            raise nothing_found(self._call, error) from error
        except Exception as error:
            raise unreadable(self._call, error) from error
        return result

    def pause_after(self, error: Any) -> float:
        """Return the seconds to wait before the next attempt.

        Args:
            error: A `grpc.RpcError`, or one of ours.

        Raises:
            QdrantError: This failure is the end of the call.
        """
        ours = error if isinstance(error, QdrantError) else error_from(self._call, error, self.deadline.seconds)
        pause = self._attempts.pause_after(ours)
        if pause is not None:
            return pause
        self._record(ours.status)
        if ours is error:
            raise ours
        raise ours from error

    def no_token(self) -> QdrantError:
        """Return the error of a call whose bearer token took too long."""
        return late(self._call, self.deadline.seconds)

    def _record(self, status: int | None) -> None:
        log = recording()
        if log is None:
            return
        call, answer = self._call, self._answer
        seconds, took, usage = monotonic() - self._started, getattr(answer, "time", None), None
        if answer is not None and "usage" in answer.DESCRIPTOR.fields_by_name and answer.HasField("usage"):
            from google.protobuf.json_format import MessageToDict

            usage = as_usage(MessageToDict(answer.usage, preserving_proto_field_name=True))
        log.append(CallRecord(METHOD, call.url, call.collection, status, self._attempts.made, seconds, took, usage))
