"""What goes wrong on the way, in one place: exceptions of httpx into ours."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import NamedTuple

import httpx

from qschema.client.errors import (
    ConnectionFailed,
    ConnectTimeout,
    InvalidRequest,
    QdrantError,
    ResponseHandlingException,
    Timeout,
)
from qschema.client.transports.rest_core import WireCall

Failure = httpx.RequestError | httpx.InvalidURL | TimeoutError | ssl.SSLError
FAILURES = (httpx.RequestError, httpx.InvalidURL, TimeoutError, ssl.SSLError)
"""What httpx raises, Python at the end of a deadline, and anyio where TLS breaks after the handshake."""


class _Cause(NamedTuple):
    """A sign (a kind of exception, or words of OpenSSL or h11), what it means, what to do, whether it lasts."""

    sign: type[OSError] | str
    why: str
    fix: str
    lasting: bool = True


_NOT_HTTP = "the port speaks something else than plain HTTP/1.1: TLS or gRPC, for example"
_PLAIN = ("the server speaks plain http on this port", "use http://, or the server's TLS port")
_WANTS_CERTIFICATE = (
    "the server wants a client certificate that it trusts",
    "pass cert= with a certificate and its key",
)

_CAUSES = (
    _Cause("ostname mismatch", "the server's certificate is for another name", "use the name that it is for"),
    _Cause("IP address mismatch", "the server's certificate is for another name", "use the name that it is for"),
    _Cause("certificate has expired", "the server's certificate has expired", "have it renewed"),
    _Cause(
        ssl.SSLCertVerificationError,
        "the server's certificate isn't trusted",
        "pass verify= with the certificate of the authority that signed it",
    ),
    _Cause("WRONG_VERSION_NUMBER", *_PLAIN),
    _Cause("PACKET_LENGTH_TOO_LONG", *_PLAIN),
    _Cause("RECORD_LAYER_FAILURE", *_PLAIN),
    _Cause("no application protocol", "the port speaks nothing but HTTP/2, as gRPC does", "use the REST port"),
    _Cause("CERTIFICATE_REQUIRED", *_WANTS_CERTIFICATE),
    _Cause("ALERT_UNKNOWN_CA", *_WANTS_CERTIFICATE),
    _Cause("ALERT_BAD_CERTIFICATE", *_WANTS_CERTIFICATE),
    _Cause("HANDSHAKE_FAILURE", "the two sides agree on no way to encrypt, or a client certificate is wanted", ""),
    _Cause(
        ConnectionRefusedError, "nothing listens there", "check host and port, and whether the instance runs", False
    ),
    _Cause(socket.gaierror, "the host name is unknown", "check the host name"),
    _Cause(
        "without sending a response",
        "the server closed the connection; a TLS port does so to plain http",
        "use https:// if it is one",
        False,
    ),
    _Cause("illegal status line", _NOT_HTTP, "use the REST port, and https:// if it speaks TLS"),
    _Cause("illegal request line", _NOT_HTTP, "use the REST port, and https:// if it speaks TLS"),
)


def failure(call: WireCall, error: Failure, seconds: float) -> QdrantError:
    """Return our error for a call that brought no usable answer.

    Args:
        call: The call.
        error: One of `FAILURES`.
        seconds: How long the call was allowed to take.
    """
    kind, what, cause = _explained(error, seconds)
    made = kind(what, method=call.method, url=call.url, collection=call.collection, why=cause.why, fix=cause.fix)
    if isinstance(made, ResponseHandlingException):
        made.lasting = cause.lasting
    return made


def _explained(error: Exception, seconds: float) -> tuple[type[QdrantError], str, _Cause]:
    if isinstance(error, httpx.PoolTimeout):
        cause = _Cause("", "all of the pool were in use", "raise pool_size", False)
        return ConnectTimeout, f"no connection within {seconds:g} s", cause
    if isinstance(error, httpx.ConnectTimeout):
        cause = _Cause(
            "", "the host doesn't answer, or not in TLS", "check host and port, and firewalls between", False
        )
        return ConnectTimeout, f"no connection within {seconds:g} s", cause
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        why = "it may have been carried out all the same"
        cause = _Cause("", why, "look what is there before repeating it; raise timeout", False)
        return Timeout, f"no answer within {seconds:g} s", cause
    if isinstance(error, httpx.InvalidURL):
        return InvalidRequest, f"no such URL is possible: {error}", _Cause("", "", "")
    kind: type[QdrantError] = ResponseHandlingException
    what = "the connection broke before the whole answer had come"
    if isinstance(error, httpx.ProxyError):
        kind, what = ConnectionFailed, "the proxy refused"
    elif isinstance(error, (httpx.ConnectError, httpx.UnsupportedProtocol)):
        kind, what = ConnectionFailed, "no connection"
    return kind, f"{what}: {error}" if str(error) else what, _cause(error)


def _cause(error: BaseException) -> _Cause:
    for link in _chain(error):
        for cause in _CAUSES:
            if cause.sign in str(link) if isinstance(cause.sign, str) else isinstance(link, cause.sign):
                return cause
    return _Cause("", "", "", False)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what led to it; several attempts to connect come as a group."""
    while error is not None:
        yield error
        for attempt in getattr(error, "exceptions", ()):
            yield from _chain(attempt)
        error = error.__cause__ or error.__context__
