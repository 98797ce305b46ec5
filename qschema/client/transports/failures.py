"""What goes wrong on the way, in one place: exceptions of httpx into ours."""

from __future__ import annotations

import httpx

from qschema.client.errors import ConnectionFailed, InvalidRequest, QdrantError, ResponseHandlingException, Timeout
from qschema.client.transports.rest_core import WireCall

_CAUSES = (
    ("WRONG_VERSION_NUMBER", "the server speaks plain http on this port", "use http://, or the server's TLS port"),
    ("CERTIFICATE_VERIFY_FAILED", "the server's certificate isn't trusted", "pass verify= with the CA's certificate"),
    ("illegal status line", "the port speaks something else than HTTP/1.1; gRPC, for example", "use the REST port"),
    ("without sending a response", "the server closed the connection; a TLS port does so to plain http", ""),
    ("Connection refused", "nothing listens there", "check host and port, and whether the instance runs"),
    ("Name or service not known", "the host name is unknown", "check the host name"),
)
"""Signs in the texts of Python's and httpcore's exceptions: sign, likely cause, what to do."""


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
    text = str(error)
    why, fix = next(((cause, remedy) for sign, cause, remedy in _CAUSES if sign in text), ("", ""))
    return kind, f"{what}: {text}" if text else what, why, fix
