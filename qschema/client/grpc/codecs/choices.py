"""Unions here, oneofs there: which of a message's fields is set says which type the value has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from qschema.client.grpc.codecs.base import Codec, MessageError
from qschema.client.grpc.codecs.fields import Read, Write, codec_of, reader, writer
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Lookup
from qschema.client.grpc.codecs.words import Words
from qschema.client.grpc.pool import message_class


class Case:
    """One field of a oneof.

    Args:
        field: Its name.
        kinds: The types of the values that it holds.
        inside: The only name of the model, where its content alone is in the field.
        holds: What values of these types must fulfil besides, or what is inside of them.
        via: The codec, where the message's own isn't meant: one, or its name.
    """

    def __init__(
        self,
        field: str,
        *kinds: type,
        inside: str | None = None,
        holds: Callable[[Any], bool] | None = None,
        via: Any = None,
    ) -> None:
        self.field = field
        self.kinds = kinds
        self.inside = inside
        self.holds = holds
        self.via = via

    def fits(self, value: Any) -> bool:
        """Whether a value goes into this field."""
        if not isinstance(value, self.kinds) or (isinstance(value, bool) and bool not in self.kinds):
            return False
        return self.holds is None or self.holds(value if self.inside is None else getattr(value, self.inside))


class OneOf:
    """Reads and writes a value of one of several types.

    Args:
        message: The name of the message.
        cases: Its fields; the first that a value goes into is taken.
        lookup: Finds codecs by name.
        empty: What a message without any of the fields is; None for nothing that could be read.
        oneof: The name of the oneof, where the message has several.
    """

    def __init__(self, message: str, *cases: Case, lookup: Lookup, empty: Any = None, oneof: str | None = None) -> None:
        self.message = message
        self.cases = cases
        self._lookup = lookup
        self._empty = empty
        self._oneof = oneof

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the message that are read and written."""
        return frozenset(case.field for case in self.cases)

    def write(self, value: Any) -> bytes:
        """Return the content of the message: the one field."""
        for case in self.cases:
            if case.fits(value):
                return self._writers[case.field](value if case.inside is None else getattr(value, case.inside))
        if self._empty is not None and value == self._empty:
            return b""
        raise MessageError(f"gRPC's {self.message} has nothing for {type(value).__name__}")

    def read(self, message: Any) -> Any:
        """Return what the one field holds."""
        field = message.WhichOneof(self._name)
        found = self._readers.get(field)
        if found is None:
            if field is None and self._empty is not None:
                return self._empty
            raise MessageError(f"nothing is said in {self.message}" if field is None else f"{field} can't be read")
        case, read = found
        value = read(message)
        return value if case.inside is None else unchecked(case.kinds[0], {case.inside: value})

    @cached_property
    def _name(self) -> str:
        if self._oneof is not None:
            return self._oneof
        (oneof,) = message_class(self.message).DESCRIPTOR.oneofs
        return str(oneof.name)

    @cached_property
    def _writers(self) -> dict[str, Write]:
        return {case.field: writer(self._descriptor(case), self._codec(case)) for case in self.cases}

    @cached_property
    def _readers(self) -> dict[str, tuple[Case, Read]]:
        return {case.field: (case, reader(self._descriptor(case), self._codec(case))) for case in reversed(self.cases)}

    def _descriptor(self, case: Case) -> Any:
        return message_class(self.message).DESCRIPTOR.fields_by_name[case.field]

    def _codec(self, case: Case) -> Codec | Words | None:
        return codec_of(self._descriptor(case), case.via, self._lookup)


def all_are(*kinds: type) -> Callable[[Iterable[Any]], bool]:
    """Return whether a list holds nothing but values of these types; what a `Case` may ask."""

    def holds(values: Iterable[Any]) -> bool:
        return isinstance(values, list) and all(isinstance(value, kinds) for value in values)

    return holds


def is_a(*kinds: type) -> Callable[[Any], bool]:
    """Return whether a value has one of these types, booleans being no numbers; what a `Case` may ask."""

    def holds(value: Any) -> bool:
        return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))

    return holds
