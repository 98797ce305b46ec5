"""What goes wrong on the way, in one place: statuses of gRPC into our errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, NamedTuple

from qschema.client.errors import (
    ConnectionFailed,
    NotFound,
    QdrantError,
    RateLimited,
    ResponseHandlingException,
    Timeout,
    error_for,
)
from qschema.client.transports.grpc.statuses import RETRY_AFTER, status_of
from qschema.client.transports.refusals import FIXES, retry_after

METHOD = "gRPC"
"""What stands where the HTTP verb of a call over REST does."""

_OF_A_PROXY = re.compile(r"Received http2 header with status: (\d{3})")
"""How grpcio tells of an answer that isn't gRPC's, by something in front of the instance."""


@dataclass(frozen=True, slots=True)
class GrpcCall:
    """What was asked, for errors.

    Attributes:
        url: The server, and the path of the call.
        collection: The collection that it is about.
    """

    url: str
    collection: str | None


class _Cause(NamedTuple):
    """Words of grpcio, what they mean, what to do, whether it lasts."""

    sign: str
    why: str
    fix: str
    lasting: bool = True


_CAUSES = (
    _Cause("Connection refused", "nothing listens there", "check host and grpc_port, and whether it runs", False),
    _Cause("hostname lookup error", "the host name is unknown", "check the host name"),
    _Cause("DNS resolution failed", "the host name is unknown", "check the host name"),
    _Cause("Hostname Verification Check failed", "the certificate is for another name", "use the name that it is for"),
    _Cause("certificate has expired", "the server's certificate has expired", "have it renewed"),
    _Cause(
        "CERTIFICATE_VERIFY_FAILED",
        "the server's certificate isn't trusted",
        "pass verify= with the certificate of the authority that signed it",
    ),
    _Cause("WRONG_VERSION_NUMBER", "the server speaks no TLS on this port", "use http://, or the TLS port"),
    _Cause(
        "CERTIFICATE_REQUIRED", "the server wants a client certificate", "pass cert= with a certificate and its key"
    ),
    _Cause("UNKNOWN_CA", "the server doesn't trust the client certificate", "pass cert= with one that it trusts"),
    _Cause("Failed parsing HTTP/2", "the port speaks no gRPC", "use the gRPC port, and https:// if it speaks TLS"),
)


def error_from(call: GrpcCall, failed: Any, seconds: float) -> QdrantError:
    """Return our error for one of grpcio's.

    Args:
        call: What was asked.
        failed: The `grpc.RpcError`, which has a code, a text and metadata.
        seconds: How long the call was allowed to take.
    """
    name, said = failed.code().name, failed.details() or ""
    headers = {key: value for key, value in failed.trailing_metadata() or () if isinstance(value, str)}
    if headers or (name, said) == ("UNIMPLEMENTED", ""):
        return _refused(call, name, status_of(name, said, headers), said, headers)
    if proxys := _OF_A_PROXY.search(said):
        return _refused(call, name, int(proxys[1]), said, headers)
    if name == "DEADLINE_EXCEEDED":
        return late(call, seconds)
    if name in ("UNAVAILABLE", "CANCELLED", "UNKNOWN", "INTERNAL"):
        return _unreached(call, said)
    return _refused(call, name, status_of(name, said, headers), said, headers)


def _refused(call: GrpcCall, name: str, status: int, said: str, headers: Mapping[str, str]) -> QdrantError:
    what = f"{said} ({name})" if said else name
    error = error_for(status)(
        what, method=METHOD, url=call.url, collection=call.collection, status=status, fix=FIXES.get(status, "")
    )
    error.content = said.encode()
    error.headers = headers
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(headers.get(RETRY_AFTER), datetime.now(timezone.utc))
        if error.retry_after is None:
            error.why = "the one request costs more than may be done at once, else the instance would say when to retry"
            error.fix = "split it"
    return error


def _unreached(call: GrpcCall, said: str) -> QdrantError:
    cause = next((cause for cause in _CAUSES if cause.sign in said), _Cause("", "", "", False))
    never = said.startswith(("failed to connect", "errors resolving", "DNS resolution failed"))
    kind = ConnectionFailed if never else ResponseHandlingException
    what = "no connection" if never else "the connection broke before the whole answer had come"
    error = kind(
        f"{what}: {said}" if said else what,
        method=METHOD,
        url=call.url,
        collection=call.collection,
        why=cause.why,
        fix=cause.fix,
    )
    error.lasting = cause.lasting
    return error


def late(call: GrpcCall, seconds: float) -> Timeout:
    """Return the error of a call that took too long."""
    return Timeout(
        f"no answer within {seconds:g} s",
        method=METHOD,
        url=call.url,
        collection=call.collection,
        why="it may have been carried out all the same",
        fix="look what is there before repeating it; raise timeout",
    )


def unreadable(call: GrpcCall, error: Exception) -> ResponseHandlingException:
    """Return the error of an answer that came, and can't be read."""
    return ResponseHandlingException(
        "the answer isn't what this call returns",
        method=METHOD,
        url=call.url,
        collection=call.collection,
        status=200,
        why=str(error),
        fix="check that the address is Qdrant's gRPC port",
    )


def nothing_found(call: GrpcCall, error: NotFound) -> NotFound:
    """Return the error of an answer that is empty where REST has none, with what was asked."""
    return NotFound(error.what, method=METHOD, url=call.url, collection=call.collection, status=error.status)
