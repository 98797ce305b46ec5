"""The table of calls read backwards: what came over HTTP into a request, as strictly as a server 1.19.0 reads it.

Pure: no sockets, no framework. Paths are matched as the server does it: segments that are empty don't count, and a
fixed segment goes before one that holds a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple, get_type_hints
from urllib.parse import unquote

import orjson
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from qschema.client import models, requests
from qschema.client.errors import BadRequest, NotFound
from qschema.client.limits import first_null
from qschema.client.models.reading import read_request
from qschema.client.newer import SERVER, drop_newer
from qschema.client.requests.base import Request, adapter
from qschema.client.requests.parameters import read_parameter, read_query

_ODD_NUMBERS = tuple(re.compile(pattern) for pattern in (rb"NaN", rb"Infinity", rb"e\+?\d{3}", rb"E\+?\d{3}"))
"""What JSON doesn't have, but pydantic reads, and numbers that may not fit into 64 bits.

One pattern each, beginning with a fixed letter: megabytes of vectors are searched for that in no time.
"""


_OTHER_NAME = ("optimizer_config", "optimizers_config")
"""A field that may be written as it is read back (server 1.19.0, lib/storage/…/collection_meta_ops.rs)."""


_ABOUT_NO_VALUE = ("json_invalid", "missing")
_LONGEST_QUOTE = 60


class NoSuchCall(NotFound):
    """404: no call has this verb and path; a server answers without a body."""

    code: ClassVar[str] = "qdrant.no-such-call"


class Match(NamedTuple):
    """A call by its verb and path: the type of the request, and the fields that stand in the path."""

    kind: type[Request[Any]]
    fields: Mapping[str, str]


class _Route(NamedTuple):
    segments: tuple[str, ...]
    kind: type[Request[Any]]

    def match(self, segments: tuple[str, ...]) -> Match | None:
        """Return the fields in the path, None if the path is another call's."""
        fields = {}
        for template, segment in zip(self.segments, segments, strict=True):
            if template.startswith("{"):
                fields[template[1:-1]] = unquote(segment)
            elif template != segment:
                return None
        return Match(self.kind, fields)


def read_call(verb: str, target: str, body: bytes, upload: Any = None) -> Request[Any]:
    """Return the request that an HTTP call is.

    What only newer servers know is dropped without a word, as this one does with all that it doesn't know.

    Args:
        verb: The method.
        target: The path as it stands in the request line, percent signs and all, with the query string.
        body: The body; ignored where the call has none.
        upload: The file in the call's form, where the call has one.

    Raises:
        NoSuchCall: There is no such call.
        BadRequest: A parameter or the body can't be read.
    """
    path, _, query = target.partition("?")
    match = find_call(verb, path)
    hints: Mapping[str, Any] = _hints(match.kind)
    values: dict[str, Any] = {
        name: text if hints[name] is str else read_parameter(name, hints[name], text)
        for name, text in match.fields.items()
    }
    form = match.kind.rest
    values |= read_query({name: hints[name] for name in form.query}, query)
    if form.upload is not None:
        values[form.upload] = upload
    if form.body is not None:
        values["body"] = read_body(form.body, body)
    return match.kind(**values)


def find_call(verb: str, path: str) -> Match:
    """Return the call that a verb and a path stand for.

    Raises:
        NoSuchCall: There is none.
    """
    segments = tuple(segment for segment in path.split("/") if segment)
    for route in _routes().get((verb, len(segments)), ()):
        match = route.match(segments)
        if match is not None:
            return match
    raise NoSuchCall(f"there is no call {verb} {path}", status=404)


def read_body(kind: Any, body: bytes) -> Any:
    """Return the body of a call.

    Raises:
        BadRequest: It isn't JSON, or not what the type says.
    """
    try:
        if any(pattern.search(body) for pattern in _ODD_NUMBERS):
            orjson.loads(body)
        read = read_request(adapter(kind), _with_official_names(kind, body))
    except ValidationError as error:
        raise BadRequest(f"the body can't be read: {_first(error)}", status=400) from error
    except BadRequest:
        raise
    except ValueError as error:
        raise BadRequest(f"the body can't be read: {error}", status=400) from error
    if breach := first_null(read):
        raise BadRequest(f"the body can't be read: {'.'.join(breach.path)} {breach.what}", status=400)
    drop_newer(read, SERVER)
    return read


def _with_official_names(kind: Any, body: bytes) -> bytes:
    """Return a body in which every field has the name that the wire types have for it.

    Raises:
        BadRequest: A field is given by both of its names.
    """
    old, new = _OTHER_NAME
    if kind not in (models.CreateCollection, models.UpdateCollection) or old.encode() not in body:
        return body
    document = from_json(body)
    if not isinstance(document, dict) or old not in document:
        return body
    if new in document:
        raise BadRequest(f"{new} and {old} are the same field", status=400)
    document[new] = document.pop(old)
    return to_json(document)


def _first(error: ValidationError) -> str:
    """Return the likeliest of several mistakes: in a union it is the one that lies deepest."""
    errors = error.errors(include_url=False, include_context=False)
    found = max(errors, key=lambda one: len(one["loc"]))
    place = ".".join(str(part) for part in found["loc"])
    given = "" if found["type"] in _ABOUT_NO_VALUE else f", not {_shortened(found['input'])}"
    return f"{place}: {found['msg']}{given}" if place else f"{found['msg']}{given}"


def _shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


@cache
def _routes() -> Mapping[tuple[str, int], tuple[_Route, ...]]:
    """Return all routes by verb and number of segments, those with fixed segments first."""
    found: dict[tuple[str, int], list[_Route]] = {}
    for kind in request_types():
        segments = tuple(segment for segment in kind.rest.path.split("/") if segment)
        found.setdefault((kind.rest.verb, len(segments)), []).append(_Route(segments, kind))
    return {key: tuple(sorted(routes, key=_by_holes)) for key, routes in found.items()}


def _by_holes(route: _Route) -> list[bool]:
    return [segment.startswith("{") for segment in route.segments]


def request_types() -> Iterator[type[Request[Any]]]:
    """Yield the types of all requests."""
    for name in requests.__all__:
        kind = getattr(requests, name)
        if isinstance(kind, type) and issubclass(kind, Request) and kind is not Request:
            yield kind


def _hints(kind: type[Request[Any]]) -> Mapping[str, Any]:
    if kind not in _known_hints:
        _known_hints[kind] = get_type_hints(kind)
    return _known_hints[kind]


_known_hints: dict[type[Request[Any]], Mapping[str, Any]] = {}
