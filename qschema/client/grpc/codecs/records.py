"""Models and messages with the same fields: the shape of nearly all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from qschema.client.grpc.codecs.base import Codec, MessageError
from qschema.client.grpc.codecs.fields import Read, Write, codec_of, inner_message, is_map, reader, writer
from qschema.client.grpc.codecs.making import defaults_of, filled
from qschema.client.grpc.codecs.scalars import is_repeated
from qschema.client.grpc.codecs.words import Words
from qschema.client.grpc.pool import message_class
from qschema.client.models.base import Model

Lookup = Callable[[str], Any]
"""Returns the codec of a message or the words of an enumeration by its name."""


class Split(NamedTuple):
    """A part of a model that has one of several fields in the message, by its type."""

    field: str
    kinds: tuple[type, ...]


class Record:
    """Reads and writes a model that has its message's fields.

    Args:
        model: The model.
        message: The name of the message.
        names: Names of the model's that are others in the message; several where the type of the value says which.
        via: Codecs of single names of the model, where the message's own isn't meant: one, or its name.
        constant: What names of the model always are that the message lacks.
        always: What is written where the model has nothing.
        needs: Names of the model that the message must say, though the model needn't.
        only_true: Names of the model whose message says by being there what the model says by true.
        lacking: Names of the model that the message has nothing for, or that are read and written otherwise.
        lookup: Finds codecs by name.
    """

    def __init__(
        self,
        model: type[Model],
        message: str,
        *,
        lookup: Lookup,
        names: Mapping[str, str | tuple[Split, ...]] | None = None,
        via: Mapping[str, Any] | None = None,
        constant: Mapping[str, Any] | None = None,
        always: Mapping[str, Any] | None = None,
        needs: Iterable[str] = (),
        only_true: Iterable[str] = (),
        lacking: Iterable[str] = (),
    ) -> None:
        self.model = model
        self.message = message
        self._lookup = lookup
        self._names = names or {}
        self._via = via or {}
        self._constant = constant or {}
        self._always = always or {}
        self._needs = tuple(needs)
        self._only_true = {*only_true}
        self._lacking = {*lacking, *self._constant}

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the message that have a part of the model."""
        return frozenset(split.field for attribute in self.attributes for split in self._splits(attribute))

    @property
    def attributes(self) -> list[str]:
        """The names of the model that have a field in the message."""
        return [name for name in self.model.model_fields if name not in self._lacking]

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a model is; what is None isn't there."""
        given = value.__dict__
        parts = [write(found) for name, write in self._writers if (found := given.get(name)) is not None]
        if self._always:
            parts += [write(self._always[name]) for name, write in self._writers if _wanted(name, given, self._always)]
        return b"".join(parts)

    def read(self, message: Any) -> Any:
        """Return the model that a message is; what isn't set there is as if it had never been given here."""
        given = {name: found for name, read in self._readers if (found := read(message)) is not None}
        for name in self._needs:
            if name not in given:
                raise MessageError(f"{self.message} doesn't say {name}")
        return self.made(given)

    def with_parts(self, message: Any, parts: dict[str, Any]) -> Any:
        """Return the model that a message is, with parts that were read otherwise."""
        given = {name: found for name, read in self._readers if (found := read(message)) is not None}
        return self.made(given | parts)

    def made(self, given: dict[str, Any]) -> Any:
        """Return a model of these parts, which are what they ought to be, without checking them again."""
        values = {**defaults_of(self.model), **given, **self._constant}
        if len(values) < self._size:
            for name in self.model.model_fields.keys() - values.keys():
                values[name] = given[name] = self._empty(name)
        return filled(self.model, values, {*given, *self._constant})

    def _empty(self, name: str) -> Any:
        empty = self._empties.get(name)
        if empty is None:
            raise MessageError(f"{self.message} lacks {name}")
        return empty()

    @cached_property
    def _writers(self) -> list[tuple[str, Write]]:
        return [(name, self._writer(name)) for name in self.attributes]

    @cached_property
    def _readers(self) -> list[tuple[str, Read]]:
        return [
            (name, reader(self._descriptor(split.field), self._codec(name, split.field)))
            for name in self.attributes
            for split in self._splits(name)
        ]

    @cached_property
    def _size(self) -> int:
        return len(self.model.model_fields)

    @cached_property
    def _empties(self) -> dict[str, Callable[[], Any]]:
        """What a message says by leaving a field out that the model must have: no items, or zero."""
        found: dict[str, Callable[[], Any]] = {}
        for name in self.attributes:
            field = self._descriptor(self._splits(name)[0].field)
            if is_map(field):
                found[name] = dict
            elif is_repeated(field):
                found[name] = list
            elif inner_message(field) == "Value":
                found[name] = _null
            elif field.message_type is None and field.enum_type is None:
                found[name] = lambda value=field.default_value: value  # type: ignore[misc]
        return found

    def _writer(self, name: str) -> Write:
        splits = self._splits(name)
        if name in self._only_true:
            present = writer(self._descriptor(splits[0].field), self._codec(name, splits[0].field))
            return lambda value: b"" if value is False else present(value)
        if len(splits) == 1:
            return writer(self._descriptor(splits[0].field), self._codec(name, splits[0].field))
        ways = [
            (split.kinds, writer(self._descriptor(split.field), self._codec(name, split.field))) for split in splits
        ]

        def write(value: Any) -> bytes:
            return next(way(value) for kinds, way in ways if isinstance(value, kinds))

        return write

    def _splits(self, name: str) -> tuple[Split, ...]:
        found = self._names.get(name, name.rstrip("_"))
        return (Split(found, ()),) if isinstance(found, str) else found

    def _descriptor(self, field: str) -> Any:
        return message_class(self.message).DESCRIPTOR.fields_by_name[field]

    def _codec(self, name: str, field: str) -> Codec | Words | None:
        return codec_of(self._descriptor(field), self._via.get(name), self._lookup)


def _null() -> None:
    """Return what a payload value is that is null: it is there, though its reader says that nothing is."""


def _wanted(name: str, given: Mapping[str, Any], always: Mapping[str, Any]) -> bool:
    return name in always and given.get(name) is None
