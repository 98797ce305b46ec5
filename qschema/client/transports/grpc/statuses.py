"""The statuses of gRPC, and the HTTP statuses that stand for the same. Pure; the same table read both ways.

Measured on 1.19.0, and lib/api/src/grpc there: validation and bad input are both INVALID_ARGUMENT, told apart by the
beginning of the text; a quota that is exceeded is RESOURCE_EXHAUSTED, as is a rate limit, and told by a marker.
"""

from __future__ import annotations

from collections.abc import Mapping

QUOTA_MARKER = "qdrant-insufficient-storage"
RETRY_AFTER = "retry-after"
VALIDATION = "Validation error in "

_BY_NAME = {
    "INVALID_ARGUMENT": 400,
    "OUT_OF_RANGE": 400,
    "DATA_LOSS": 400,  # a snapshot whose checksum is another one
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "FAILED_PRECONDITION": 400,
    "NOT_FOUND": 404,
    "UNIMPLEMENTED": 405,
    "DEADLINE_EXCEEDED": 408,
    "ALREADY_EXISTS": 409,
    "ABORTED": 409,
    "RESOURCE_EXHAUSTED": 429,
    "CANCELLED": 500,
    "INTERNAL": 500,
    "UNKNOWN": 500,
    "UNAVAILABLE": 503,
}

_BY_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    409: "ALREADY_EXISTS",
    413: "INVALID_ARGUMENT",
    415: "INVALID_ARGUMENT",
    422: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    507: "RESOURCE_EXHAUSTED",
}


def status_of(name: str, said: str, headers: Mapping[str, str]) -> int:
    """Return the HTTP status that stands for an answer.

    Args:
        name: gRPC's name of the status.
        said: The text that came with it.
        headers: The metadata that came with it.
    """
    if name == "INVALID_ARGUMENT" and said.startswith(VALIDATION):
        return 422
    if name == "RESOURCE_EXHAUSTED" and QUOTA_MARKER in headers:
        return 507
    if name == "UNIMPLEMENTED" and not said:  # a call that the server doesn't know
        return 404
    return _BY_NAME.get(name, 500)


def name_of(status: int | None) -> str:
    """Return gRPC's name of a status; where there is none, the engine can't be reached."""
    return "UNAVAILABLE" if status is None else _BY_STATUS.get(status, "INTERNAL")
