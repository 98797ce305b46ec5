"""The errors of the client: one tree for every transport.

HTTP status codes are Qdrant's (server 1.19.0, src/actix/helpers.rs); the names `UnexpectedResponse` and
`ResponseHandlingException` are those that applications written for `qdrant_client` catch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Any, ClassVar

from qschema.errors import QschemaError


class QdrantError(QschemaError):
    """Base of all errors of the client.

    Args:
        what: What the instance said, or what happened to the call.
        method: HTTP verb of the call, empty where there is none.
        url: Where the call went: a URL, or the folder of an embedded instance.
        collection: The collection that the call was about.
        status: HTTP status code of the answer, or the one that a server would have sent; None if no answer came.
        why: The likely cause.
        fix: What to do.
    """

    code: ClassVar[str] = "qdrant.error"

    def __init__(
        self,
        what: str,
        *,
        method: str = "",
        url: str = "",
        collection: str | None = None,
        status: int | None = None,
        why: str = "",
        fix: str = "",
    ) -> None:
        super().__init__(what, where=f"{method} {url}".strip(), why=why, fix=fix)
        self.method = method
        self.url = url
        self.collection = collection
        self.status = status


class InvalidRequest(QdrantError, ValueError):  # noqa: N818 - named like its siblings
    """A call can't be sent as it was written: an empty name, a value of the wrong kind, one that JSON can't hold."""

    code: ClassVar[str] = "qdrant.invalid-request"


class ClientClosed(QdrantError):  # noqa: N818 - named like its siblings
    """The client was closed before the call."""

    code: ClassVar[str] = "qdrant.closed"


class UnexpectedResponse(QdrantError):  # noqa: N818 - the official client's name
    """The instance answered with an error.

    Attributes:
        content: The body of the answer as it came; empty where no HTTP was spoken.
        headers: The headers of the answer.
    """

    code: ClassVar[str] = "qdrant.response"
    content: bytes = b""
    headers: Mapping[str, str] = {}

    @property
    def status_code(self) -> int | None:
        """The HTTP status code: another name of `status`."""
        return self.status

    @property
    def reason_phrase(self) -> str:
        """The words that stand for the status code; empty where there are none."""
        return phrase(self.status)

    @property
    def message(self) -> str:
        """What the instance, or a proxy before it, said itself."""
        try:
            return str(self.structured()["status"]["error"])
        except (ValueError, KeyError, TypeError):
            return self.content.decode("utf-8", "replace").strip() or self.what

    def structured(self) -> Any:
        """Return the body of the answer read as JSON.

        Raises:
            ValueError: It isn't JSON.
        """
        return json.loads(self.content)


class BadRequest(UnexpectedResponse):
    """400: the instance did not understand the request, or it breaks a rule."""

    code: ClassVar[str] = "qdrant.bad-request"


class Unauthorized(UnexpectedResponse):
    """401: no API key, or a wrong one."""

    code: ClassVar[str] = "qdrant.unauthorized"


class Forbidden(UnexpectedResponse):
    """403: the key does not allow this."""

    code: ClassVar[str] = "qdrant.forbidden"


class NotFound(UnexpectedResponse):
    """404: no such collection, alias, point, or call."""

    code: ClassVar[str] = "qdrant.not-found"


class AlreadyExists(UnexpectedResponse):
    """409: the name is taken."""

    code: ClassVar[str] = "qdrant.already-exists"


class ValidationFailed(UnexpectedResponse):
    """422: understood, but a value is out of its bounds."""

    code: ClassVar[str] = "qdrant.validation"


class PayloadTooLarge(UnexpectedResponse):
    """413: the body is larger than a proxy lets through; the instance itself says 400 to more than it takes."""

    code: ClassVar[str] = "qdrant.too-large"


class RateLimited(UnexpectedResponse):
    """429: too many requests.

    Attributes:
        retry_after: Seconds to wait. None where the instance doesn't say: then the one request costs more than is ever
            allowed at once, and must be split (server 1.19.0).
    """

    code: ClassVar[str] = "qdrant.rate-limited"
    retry_after: float | None = None

    @property
    def retry_after_s(self) -> int | None:
        """The whole seconds to wait: another name of `retry_after`."""
        return None if self.retry_after is None else ceil(self.retry_after)


class ServerError(UnexpectedResponse):
    """5xx: the instance failed; what was asked may or may not have happened."""

    code: ClassVar[str] = "qdrant.server"


class QuotaExceeded(ServerError):  # noqa: N818 - named like its siblings
    """507: the request would go beyond a quota of the instance (Qdrant 1.19 and later)."""

    code: ClassVar[str] = "qdrant.quota"


class ResponseHandlingException(QdrantError):  # noqa: N818 - the official client's name
    """No usable answer came; what was asked may or may not have happened.

    Attributes:
        lasting: Whether trying again would end the same: an untrusted certificate, an unknown host name.
    """

    code: ClassVar[str] = "qdrant.no-answer"
    lasting: bool = False

    @property
    def source(self) -> BaseException | None:
        """The exception that led to this one: another name of `__cause__`."""
        return self.__cause__


class ConnectionFailed(ResponseHandlingException):
    """The instance could not be reached."""

    code: ClassVar[str] = "qdrant.connection"


class Timeout(ResponseHandlingException):
    """No answer within the time allowed."""

    code: ClassVar[str] = "qdrant.timeout"


class ConnectTimeout(ConnectionFailed, Timeout):
    """The instance could not be reached within the time allowed; nothing was sent to it."""

    code: ClassVar[str] = "qdrant.connect-timeout"


class ServerTimeout(UnexpectedResponse, Timeout):
    """408: the instance gave up on the call within the time that it was allowed; it may go on all the same."""

    code: ClassVar[str] = "qdrant.server-timeout"


_BY_STATUS: dict[int, type[UnexpectedResponse]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    408: ServerTimeout,
    409: AlreadyExists,
    413: PayloadTooLarge,
    422: ValidationFailed,
    429: RateLimited,
    507: QuotaExceeded,
}


def error_for(status: int) -> type[UnexpectedResponse]:
    """Return the class of error that a status code stands for."""
    return _BY_STATUS.get(status) or (ServerError if status >= 500 else UnexpectedResponse)


def phrase(status: int | None) -> str:
    """Return the words that stand for a status code; empty where there are none."""
    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return ""
