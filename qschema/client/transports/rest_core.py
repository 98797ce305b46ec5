"""Requests as REST sends them: verb, URL and body from the table of calls. Pure, for both transports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from string import Formatter
from typing import Any
from urllib.parse import quote, urlencode

from qschema.client.errors import InvalidRequest
from qschema.client.requests.base import Request
from qschema.client.transports.body import encode_body
from qschema.client.transports.uploads import Upload

JSON_HEADERS = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class WireCall:
    """One call, ready to be sent.

    Attributes:
        method: The HTTP method.
        url: The whole URL, quoted.
        body: JSON bytes, or None where the call has no body.
        collection: The collection that the call is about, for errors.
        upload: What is sent in place of a body.
    """

    method: str
    url: str
    body: bytes | None
    collection: str | None
    upload: Upload | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers that belong to this call, apart from those of every call."""
        if self.upload is not None:
            return {"content-type": self.upload.content_type}
        return {} if self.body is None else JSON_HEADERS


def build_call(request: Request[Any], base_url: str) -> WireCall:
    """Return a request as REST sends it.

    Args:
        request: What to send.
        base_url: What stands before the path, without a slash at its end.

    Raises:
        InvalidRequest: A name can't stand in a URL, or the body has no JSON form.
    """
    form = request.rest
    parts = {name: _quoted(request, name) for name in _names_in(form.path)}
    query = {name.rstrip("_"): _plain(value) for name in form.query if (value := getattr(request, name)) is not None}
    url = f"{base_url}{form.path.format(**parts)}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    body = None if form.body is None else encode_body(getattr(request, "body"))  # noqa: B009
    upload = None if form.upload is None else Upload(form.upload, getattr(request, form.upload))
    return WireCall(form.verb, url, body, request.collection, upload)


@cache
def _names_in(path: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(path) if name)


def _quoted(request: Request[Any], name: str) -> str:
    text = str(getattr(request, name))
    # Empty and dotted segments would make the URL name another call: `DELETE …/index/..` drops the collection.
    if text in ("", ".", ".."):
        raise InvalidRequest(f"{name} can't be {text!r}", method=request.rest.verb, collection=request.collection)
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise InvalidRequest(f"{name} {text!r} is not valid Unicode text", method=request.rest.verb) from None


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, Enum) else value)
