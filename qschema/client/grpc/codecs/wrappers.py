"""Messages around a single value: lists, maps, a word, and messages whose presence says everything."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from qschema.client.grpc.codecs.base import Codec, MessageError
from qschema.client.grpc.codecs.fields import Read, Write, codec_of, reader, writer
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Lookup
from qschema.client.grpc.codecs.words import Words
from qschema.client.grpc.pool import message_class
from qschema.client.models.base import Model


class Holder:
    """Reads and writes a value that has a message to itself, as its only field that counts.

    Args:
        message: The name of the message.
        field: The name of the field.
        lookup: Finds codecs by name.
        via: The codec, where the message's own isn't meant: one, or its name.
        empty: The type whose empty value a message without the field is.
    """

    def __init__(
        self, message: str, field: str, *, lookup: Lookup, via: Any = None, empty: type[Any] | None = None
    ) -> None:
        self.message = message
        self.fields = frozenset((field,))
        self._field = field
        self._lookup = lookup
        self._via = via
        self._empty = empty

    def write(self, value: Any) -> bytes:
        """Return the content of the message around a value."""
        return self._writer(value)

    def read(self, message: Any) -> Any:
        """Return the value in a message."""
        value = self._reader(message)
        if value is not None:
            return value
        if self._empty is None:
            raise MessageError(f"{self.message} lacks {self._field}")
        return self._empty()

    @cached_property
    def _writer(self) -> Write:
        return writer(self._descriptor, self._codec)

    @cached_property
    def _reader(self) -> Read:
        return reader(self._descriptor, self._codec)

    @cached_property
    def _descriptor(self) -> Any:
        return message_class(self.message).DESCRIPTOR.fields_by_name[self._field]

    @cached_property
    def _codec(self) -> Codec | Words | None:
        return codec_of(self._descriptor, self._via, self._lookup)


class Wrapped:
    """Reads and writes a model that has one name only, as what stands behind that name.

    Args:
        model: The model.
        name: The name.
        inner: The codec of what stands behind it, or its name.
        lookup: Finds codecs by name.
    """

    def __init__(self, model: type[Model], name: str, inner: Any, *, lookup: Lookup) -> None:
        self.model = model
        self._name = name
        self._inner = inner
        self._lookup = lookup

    def write(self, value: Any) -> bytes:
        """Return the content of the message that stands behind the name."""
        content: bytes = self._codec.write(getattr(value, self._name))
        return content

    def read(self, message: Any) -> Any:
        """Return the model around what a message is."""
        return unchecked(self.model, {self._name: self._codec.read(message)})

    @cached_property
    def _codec(self) -> Any:
        return self._lookup(self._inner) if isinstance(self._inner, str) else self._inner


class Constant:
    """Reads a message without content as one value; writes that value as such a message."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def write(self, value: Any) -> bytes:
        """Return no content."""
        return b""

    def read(self, message: Any) -> Any:
        """Return the one value."""
        return self._value
