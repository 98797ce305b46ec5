"""Answers that are errors: what they say, the likely cause, and what to do. Pure, for both transports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite

import orjson

from qschema.client.errors import RateLimited, UnexpectedResponse, error_for, phrase
from qschema.client.transports.rest_core import WireCall

_LONGEST_QUOTE = 300

FIXES: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "pass api_key=, or auth_token_provider= for a bearer token",
    HTTPStatus.FORBIDDEN: "use a key that may do this",
    HTTPStatus.REQUEST_TIMEOUT: "look what is there before repeating it; raise timeout",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "send smaller batches, or raise the limit of the proxy",
    HTTPStatus.INSUFFICIENT_STORAGE: "delete something, or have the quota raised",
}


def refusal(call: WireCall, status: int, headers: Mapping[str, str], body: bytes) -> UnexpectedResponse:
    """Return the error that an answer stands for.

    Args:
        call: What was asked.
        status: The HTTP status code.
        headers: The headers; names are looked up in lower case.
        body: The decoded body.
    """
    what, why, fix = _explained(status, headers, body)
    error = error_for(status)(
        what, method=call.method, url=call.url, collection=call.collection, status=status, why=why, fix=fix
    )
    error.content = body
    error.headers = headers
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(headers.get("retry-after"), datetime.now(timezone.utc))
        if error.retry_after is None:
            error.why = "the one request costs more than may be done at once, else the instance would say when to retry"
            error.fix = "split it"
    return error


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks to wait: it holds a number or a date, or is senseless."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value, now)
    return max(seconds, 0.0) if isfinite(seconds) else None


def is_html(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer is a web page."""
    start = body[:64].lstrip().lower()
    return "html" in headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html"))


def quoted(body: bytes) -> str:
    """Return an answer as text, shortened where it is long."""
    text = body[: 4 * _LONGEST_QUOTE].decode("utf-8", "replace").strip()
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _explained(status: int, headers: Mapping[str, str], body: bytes) -> tuple[str, str, str]:
    head = f"{status} {phrase(status)}".strip()
    said = _servers_message(body)
    if said is not None:
        return f"{said} ({head})", "", FIXES.get(status, "")
    if 300 <= status < 400:
        place = headers.get("location", "nowhere").split("?")[0]
        return f"redirected to {place} ({head})", "Qdrant never redirects; a proxy does", "use that address"
    if is_html(headers, body):
        why = "something in front of Qdrant, such as a proxy or a load balancer, sent it"
        fix = FIXES.get(status, "check the address and its path prefix")
        return f"an HTML page instead of Qdrant's answer ({head})", why, fix
    text = quoted(body)
    if not text and status == HTTPStatus.NOT_FOUND:
        why = "an instance answers so to calls that it doesn't know"
        return f"no such call ({head})", why, "check the path prefix of the address, and the version of the instance"
    if "plain HTTP request was sent to HTTPS port" in text:  # nginx
        return f"{text} ({head})", "the server speaks TLS on this port", "use https://"
    return f"{text} ({head})" if text else head, "", FIXES.get(status, "")


def _servers_message(body: bytes) -> str | None:
    """Return the message of `{"status": {"error": …}}`, or None where the body is something else."""
    try:
        message = orjson.loads(body)["status"]["error"]
    except (ValueError, KeyError, TypeError):
        return None
    return message if isinstance(message, str) else None


def _seconds_until(value: str, now: datetime) -> float | None:
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=timezone.utc)
    return max((until - now).total_seconds(), 0.0)
