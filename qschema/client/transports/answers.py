"""Answers as REST brings them: status, headers and bytes into a result or an error. Pure, for both transports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from typing import TypeVar

import orjson
from pydantic import ValidationError

from qschema.client.errors import RateLimited, ResponseHandlingException, UnexpectedResponse, error_for
from qschema.client.requests.base import Request, adapter
from qschema.client.transports.rest_core import WireCall

R = TypeVar("R")

_LONGEST_QUOTE = 300

_FIXES: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "pass api_key=, or auth_token_provider= for a bearer token",
    HTTPStatus.FORBIDDEN: "use a key that may do this",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        status: The HTTP status code.
        headers: The headers; names are looked up in lower case.
        body: The decoded body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def read_answer(request: Request[R], call: WireCall, reply: Reply) -> R:
    """Return the result that an answer holds.

    Raises:
        UnexpectedResponse: The instance, or something in front of it, answered with an error; of the class that the
            status code stands for.
        ResponseHandlingException: It answered with success, but not as Qdrant does.
    """
    if not 200 <= reply.status < 300:
        raise _error(call, reply)
    try:
        document = orjson.loads(reply.body)
        result: R = adapter(request.result).validate_python(document["result"] if request.rest.envelope else document)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(call, reply, error) from error
    return result


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks to wait: it holds a number or a date, or is senseless."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value, now)
    return max(seconds, 0.0) if isfinite(seconds) else None


def _seconds_until(value: str, now: datetime) -> float | None:
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=timezone.utc)
    return max((until - now).total_seconds(), 0.0)


def _error(call: WireCall, reply: Reply) -> UnexpectedResponse:
    what, why, fix = _explained(reply)
    error = error_for(reply.status)(
        what, method=call.method, url=call.url, collection=call.collection, status=reply.status, why=why, fix=fix
    )
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(reply.headers.get("retry-after"), datetime.now(timezone.utc))
    return error


def _explained(reply: Reply) -> tuple[str, str, str]:
    """Return what an error answer says, its likely cause, and what to do."""
    head = f"{reply.status} {_phrase(reply.status)}".strip()
    said = _servers_message(reply.body)
    if said is not None:
        return f"{said} ({head})", "", _FIXES.get(reply.status, "")
    text = reply.body.decode("utf-8", "replace").strip()
    if 300 <= reply.status < 400:
        place = reply.headers.get("location", "nowhere").split("?")[0]
        return f"redirected to {place} ({head})", "Qdrant never redirects; a proxy does", "use that address"
    if _is_html(reply, text):
        why = "something in front of Qdrant, such as a proxy or a load balancer, sent it"
        return f"an HTML page instead of Qdrant's answer ({head})", why, "check the address and its path prefix"
    if not text and reply.status == HTTPStatus.NOT_FOUND:
        why = "an instance answers so to calls that it doesn't know"
        return f"no such call ({head})", why, "check the path prefix of the address, and the version of the instance"
    return f"{_shortened(text)} ({head})" if text else head, "", _FIXES.get(reply.status, "")


def _servers_message(body: bytes) -> str | None:
    """Return the message of `{"status": {"error": …}}`, or None where the body is something else."""
    try:
        message = orjson.loads(body)["status"]["error"]
    except (ValueError, KeyError, TypeError):
        return None
    return message if isinstance(message, str) else None


def _unreadable(call: WireCall, reply: Reply, error: Exception) -> ResponseHandlingException:
    text = reply.body.decode("utf-8", "replace").strip()
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        what = "the answer isn't what this call returns"
        why = f"at {place or 'its top'}: {first['msg']}"
    elif _is_html(reply, text):
        what = "an HTML page instead of Qdrant's answer"
        why = "the address leads to a web page: a proxy, a login form or a dashboard"
    else:
        what = "the answer isn't one of Qdrant's"
        why = f"it begins with {_shortened(text)!r}" if text else "it is empty"
    return ResponseHandlingException(
        what,
        method=call.method,
        url=call.url,
        collection=call.collection,
        status=reply.status,
        why=why,
        fix="check that the address is Qdrant's REST port",
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _is_html(reply: Reply, text: str) -> bool:
    return "html" in reply.headers.get("content-type", "") or text[:15].lower().startswith(("<!doctype", "<html"))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
