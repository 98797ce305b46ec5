"""Results and errors as bytes, in the shapes that Qdrant gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import orjson

from qschema.client.embedded.snapshots.background import not_waited_for
from qschema.client.errors import QdrantError, RateLimited
from qschema.client.requests.base import Request, adapter
from qschema.client.requests.reading import NoSuchCall

BYTES = "application/octet-stream"
"""The media type of snapshots."""

_JSON = "application/json"
_TEXT = "text/plain; charset=utf-8"
_UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back.

    Attributes:
        status: The HTTP status code.
        body: The body.
        media: Its media type; empty where there is no body.
        headers: Further headers.
    """

    status: int
    body: bytes = b""
    media: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


UNAUTHORIZED = Answer(401, b"This server wants an API key, or a bearer token.")
"""A plain text, and without a media type (measured on 1.19.0)."""


def result_answer(request: Request[Any], result: Any, seconds: float) -> Answer:
    """Return the answer that holds a result: what the engine set, nulls included, as a server shows some of them."""
    form = request.rest
    if form.answer == "text":
        return Answer(200, str(result).encode(), _TEXT)
    if not_waited_for(request):
        return Answer(202, b'{"status":"accepted","time":%.9f}' % seconds, _JSON)
    plain = adapter(request.result).dump_json(result, by_alias=True, exclude_unset=True)
    if not form.envelope:
        return Answer(200, plain, _JSON)
    return Answer(200, b'{"result":%b,"status":"ok","time":%.9f}' % (plain, seconds), _JSON)


def file_headers(request: Request[Any]) -> dict[str, str]:
    """Return the headers of an answer that is a file: what it is called, where the call says so."""
    name = getattr(request, "snapshot_name", None)
    if name is None:
        return {}
    plain = name.isascii() and name.isprintable() and not set(name) & set('"\\')
    said = f'filename="{name}"' if plain else f"filename*=utf-8''{quote(name)}"
    return {"content-disposition": f"attachment; {said}"}


def error_answer(error: QdrantError, seconds: float, *, plain: bool = False) -> Answer:
    """Return the answer that tells of an error.

    Args:
        error: The error; where it has no status, the engine can't be reached (503), now or for good.
        seconds: How long it took.
        plain: Whether it is a plain text, as where a file was asked for.
    """
    if isinstance(error, NoSuchCall):
        return Answer(404)
    said = ". ".join(text for text in (error.what, error.why) if text)
    if plain:
        return Answer(error.status or _UNAVAILABLE, said.encode(), _TEXT)
    body = orjson.dumps({"status": {"error": said}, "time": round(seconds, 9)})
    waits = error.retry_after if isinstance(error, RateLimited) else None
    return Answer(error.status or _UNAVAILABLE, body, _JSON, {} if waits is None else {"retry-after": f"{waits:.0f}"})
