"""What goes wrong on the way, in one place: exceptions of httpx into ours."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpx

from qschema.client.errors import ConnectionFailed, InvalidRequest, QdrantError, ResponseHandlingException, Timeout
from qschema.client.transports.rest_core import WireCall

_NOT_HTTP = "the port speaks something else than HTTP/1.1; gRPC, for example"

_CAUSES: tuple[tuple[type[OSError] | str, str, str], ...] = (
    (ssl.SSLCertVerificationError, "the server's certificate isn't trusted", "pass verify= with the CA's certificate"),
    ("WRONG_VERSION_NUMBER", "the server speaks plain http on this port", "use http://, or the server's TLS port"),
    (ConnectionRefusedError, "nothing listens there", "check host and port, and whether the instance runs"),
    (socket.gaierror, "the host name is unknown", "check the host name"),
    ("without sending a response", "the server closed the connection; a TLS port does so to plain http", ""),
    ("illegal status line", _NOT_HTTP, "use the REST port"),
    ("illegal request line", _NOT_HTTP, "use the REST port"),
)
"""Signs of a cause (a kind of exception, or words of OpenSSL or h11), the cause, and what to do."""


def failure(call: WireCall, error: httpx.RequestError | httpx.InvalidURL | TimeoutError, seconds: float) -> QdrantError:
    """Return our error for a call that brought no usable answer.

    Args:
        call: The call.
        error: What httpx raised, or Python at the end of the deadline.
        seconds: How long the call was allowed to take.
    """
    kind, what, why, fix = _explained(error, seconds)
    return kind(what, method=call.method, url=call.url, collection=call.collection, why=why, fix=fix)


def _explained(error: Exception, seconds: float) -> tuple[type[QdrantError], str, str, str]:
    if isinstance(error, httpx.PoolTimeout):
        return Timeout, f"no connection within {seconds:g} s", "all of the pool were in use", "raise pool_size"
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        why = "it may have been carried out all the same"
        return Timeout, f"no answer within {seconds:g} s", why, "look what is there before repeating it; raise timeout"
    if isinstance(error, httpx.InvalidURL):
        return InvalidRequest, f"no such URL is possible: {error}", "", ""
    kind: type[QdrantError] = ResponseHandlingException
    what = "the connection broke before the whole answer had come"
    if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
        kind, what = ConnectionFailed, "no connection"
    why, fix = _cause(error)
    return kind, f"{what}: {error}" if str(error) else what, why, fix


def _cause(error: BaseException) -> tuple[str, str]:
    for link in _chain(error):
        for sign, why, fix in _CAUSES:
            if sign in str(link) if isinstance(sign, str) else isinstance(link, sign):
                return why, fix
    return "", ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what led to it; several attempts to connect come as a group."""
    while error is not None:
        yield error
        for attempt in getattr(error, "exceptions", ()):
            yield from _chain(attempt)
        error = error.__cause__ or error.__context__
