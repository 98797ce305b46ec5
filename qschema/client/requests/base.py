"""What a request is: one API call as a value, with everything a transport or a server needs to know about it."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, BinaryIO, ClassVar, Generic, Literal, TypeVar

from pydantic import TypeAdapter

R = TypeVar("R")

Source = str | os.PathLike[str] | BinaryIO
"""A file to send: its path, or the file itself, open for reading bytes and sent from where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestForm:
    """How a request looks over REST.

    Attributes:
        verb: The HTTP method.
        path: The path with `{field}` for each field that stands in it.
        query: The names of the fields that go into the query string. One whose name is a keyword of Python ends in an
            underscore, which isn't sent.
        body: The type of the field `body`, or None where the call has no body.
        envelope: Whether the answer's `result` stands in an envelope with `status` and `time`, or is the whole answer.
        answer: What a good answer is: JSON, a text (metrics, health), or bytes that are better streamed than sent
            (snapshots).
        upload: The name of the field that holds a file: its path, or an open binary file. It is sent as the part of
            that name of a multipart form, without ever standing in memory as a whole.
    """

    verb: str
    path: str
    query: tuple[str, ...] = ()
    body: Any = None
    envelope: bool = True
    answer: Literal["json", "text", "bytes"] = "json"
    upload: str | None = None


@dataclass(frozen=True, slots=True)
class Request(Generic[R]):
    """Base of all requests; `R` is the type of the answer's `result`.

    A subclass is a frozen dataclass whose fields are the path parameters, the query parameters and, where there is one,
    `body`. Its class attributes hold the wire forms, so that every transport, the embedded engine and the server read
    the same table.

    Attributes:
        rest: The REST form.
        result: The type that the answer's `result` is read as.
        repeatable: Whether sending it twice has the effect of sending it once.
    """

    rest: ClassVar[RestForm]
    result: ClassVar[Any]
    repeatable: ClassVar[bool] = True

    @property
    def collection(self) -> str | None:
        """The collection that the request is about, if there is one."""
        return getattr(self, "collection_name", None)


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return the (cached) reader of a wire type."""
    return TypeAdapter(kind)


@cache
def field_names(kind: type[Request[Any]]) -> tuple[str, ...]:
    """Return the names of a request type's fields in order."""
    return tuple(f.name for f in fields(kind))
