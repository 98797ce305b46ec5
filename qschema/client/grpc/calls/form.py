"""How one call looks over gRPC: which message its request is, and which its answer, in both directions."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from google.protobuf.message import Message

from qschema.client.errors import BadRequest
from qschema.client.grpc.calls.emptiness import show_emptiness
from qschema.client.grpc.codecs.base import MessageError, listed_words_only
from qschema.client.grpc.codecs.fields import Read, Write, codec_of, reader, writer
from qschema.client.grpc.conversion import parsed
from qschema.client.grpc.foreign import own
from qschema.client.grpc.mapping.registry import lookup
from qschema.client.grpc.pool import message_class
from qschema.client.requests.base import Request, field_names

_NAMES = {"consistency": "read_consistency"}


class Call:
    """One call of gRPC.

    Args:
        path: Its path (`/qdrant.Points/Upsert`).
        kind: The type of the requests that go this way.
        message: The name of the request's message.
        answer: The name of the answer's message.
        body: The codec of the request's body, where it isn't the message's own: one, or its name.

    Attributes:
        path: Its path.
        kind: The type of the requests that go this way.
        message: The name of the request's message.
        answer: The name of the answer's message.
    """

    def __init__(self, path: str, kind: type[Request[Any]], message: str, answer: str, body: Any = None) -> None:
        self.path = path
        self.kind = kind
        self.message = message
        self.answer = answer
        self._body = body

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path})"

    @property
    def request_class(self) -> type[Message]:
        """The class of the request's message."""
        return message_class(self.message)

    @property
    def answer_class(self) -> type[Message]:
        """The class of the answer's message."""
        return message_class(self.answer)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the request's message that are read and written."""
        own_fields = frozenset(_NAMES.get(name, name) for name in self._own)
        return own_fields | (self._codec.fields if self._codec is not None else frozenset())

    def encode(self, request: Request[Any]) -> bytes:
        """Return the bytes of a request's message, without building it.

        Raises:
            ValueError: The message can't hold it.
        """
        parts = [write(found) for name, write in self._writers if (found := getattr(request, name)) is not None]
        if self._codec is not None:
            parts.append(self._codec.write(request.body))  # type: ignore[attr-defined]
        return b"".join(parts)

    def to_wire(self, request: Request[Any]) -> Message:
        """Return the message that a request is.

        Raises:
            ValueError: The message can't hold it.
        """
        return parsed(self.message, self.encode(request))

    def from_wire(self, message: Message, request: Request[Any] | None = None) -> Any:
        """Return the result that an answer is.

        Args:
            message: The answer.
            request: What was asked; without it, what is empty and what wasn't asked for are both None.

        Raises:
            ValueError: It can't be read.
        """
        result = self._result(own(message))
        if request is not None:
            show_emptiness(request, result)
        return result

    def _result(self, message: Any) -> Any:
        return lookup(self.answer).read(message)

    def request_from(self, message: Message) -> Request[Any]:
        """Return the request that a message is, for a server.

        Raises:
            BadRequest: It can't be read.
        """
        try:
            with listed_words_only():
                return self._read(own(message))
        except MessageError as error:
            raise BadRequest(f"the message can't be read: {error}", status=400) from error

    def answer_from(self, request: Request[Any], result: Any) -> Message:
        """Return the message that the result of a request is, for a server; it doesn't say how long that took."""
        return parsed(self.answer, lookup(self.answer).write(result))

    def _read(self, message: Any) -> Request[Any]:
        given = {name: found for name, read in self._readers if (found := read(message)) is not None}
        if self._codec is not None:
            given["body"] = self._codec.read(message)
        return self.kind(**given)

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """The names of the request, but for the body, that have a field in the message."""
        known, kind = self._descriptor.fields_by_name, cast(Any, self.kind)
        return tuple(name for name in field_names(kind) if name != "body" and _NAMES.get(name, name) in known)

    @cached_property
    def _writers(self) -> list[tuple[str, Write]]:
        return [(name, writer(*self._field(name))) for name in self._own]

    @cached_property
    def _readers(self) -> list[tuple[str, Read]]:
        return [(name, reader(*self._field(name))) for name in self._own]

    def _field(self, name: str) -> tuple[Any, Any]:
        field = self._descriptor.fields_by_name[_NAMES.get(name, name)]
        return field, codec_of(field, None, lookup)

    @cached_property
    def _codec(self) -> Any:
        if "body" not in field_names(cast(Any, self.kind)):
            return None
        chosen = self._body or self.message
        return lookup(chosen) if isinstance(chosen, str) else chosen

    @property
    def _descriptor(self) -> Any:
        return message_class(self.message).DESCRIPTOR
