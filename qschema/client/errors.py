"""The errors of the client: one tree for every transport.

HTTP status codes are Qdrant's (server 1.19.0, src/actix/helpers.rs); the names `UnexpectedResponse` and
`ResponseHandlingException` are those that applications written for `qdrant_client` catch.
"""

from __future__ import annotations

from typing import ClassVar

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
    """The instance answered with an error."""

    code: ClassVar[str] = "qdrant.response"


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


class RateLimited(UnexpectedResponse):
    """429: too many requests; `retry_after` holds the seconds to wait where the instance says so."""

    code: ClassVar[str] = "qdrant.rate-limited"
    retry_after: float | None = None


class ServerError(UnexpectedResponse):
    """5xx: the instance failed; what was asked may or may not have happened."""

    code: ClassVar[str] = "qdrant.server"


class ResponseHandlingException(QdrantError):  # noqa: N818 - the official client's name
    """No usable answer came; what was asked may or may not have happened."""

    code: ClassVar[str] = "qdrant.no-answer"


class ConnectionFailed(ResponseHandlingException):
    """The instance could not be reached."""

    code: ClassVar[str] = "qdrant.connection"


class Timeout(ResponseHandlingException):
    """No answer within the time allowed."""

    code: ClassVar[str] = "qdrant.timeout"


_BY_STATUS: dict[int, type[UnexpectedResponse]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: AlreadyExists,
    422: ValidationFailed,
    429: RateLimited,
}


def error_for(status: int) -> type[UnexpectedResponse]:
    """Return the class of error that a status code stands for."""
    return _BY_STATUS.get(status) or (ServerError if status >= 500 else UnexpectedResponse)
