"""Readers of maps whose keys are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from qschema.schema.errors import (
    BadValueError,
    ContradictionError,
    MissingKeyError,
    UnknownKeyError,
)
from qschema.schema.nearest import nearest, one_of
from qschema.schema.nodes import MapNode, Node, Scalar
from qschema.schema.reading.base import FAILED, Reader, Reading


class Field(NamedTuple):
    """A known key: how its value is read, whether it must be there, and what to write for instance."""

    reader: Reader
    required: bool = False
    example: str = ""


class Record:
    """Reads a map whose keys are known; a key without a value counts as not given.

    Args:
        fields: The keys, or a function that returns them: it is called when the first map is read.
        hints: Keys that people write here by mistake → what they should do.
        extensions: Whether keys that begin with `x-` are left alone.
        name: What such a map is called; empty where it has no name.
        about: What it is; for editors.
    """

    def __init__(
        self,
        fields: Mapping[str, Field] | Callable[[], Mapping[str, Field]],
        *,
        hints: Mapping[str, str] | None = None,
        extensions: bool = False,
        name: str = "",
        about: str = "",
    ) -> None:
        self._fields = fields
        self.name = name
        self.about = about
        self.hints = hints or {}
        self.extensions = extensions
        self.expected = "a map"

    @property
    def fields(self) -> Mapping[str, Field]:
        """The keys that are known."""
        if callable(self._fields):
            self._fields = self._fields()
        return self._fields

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the map, or note mistakes and return `FAILED`."""
        fields = self.fields
        if not isinstance(node, MapNode):
            empty = isinstance(node, Scalar) and node.is_null and not any(field.required for field in fields.values())
            return reading.wrong_type(node, self.expected, fix="write {} for one without settings" if empty else "")
        values: dict[str, Any] = {}
        failed = False
        for key, (at, value) in node.entries.items():
            if (field := fields.get(key)) is None:
                if not (self.extensions and key.startswith("x-")):
                    self._unknown(key, at, reading)
                    failed = True
            elif not (isinstance(value, Scalar) and value.is_null):
                values[key] = reading.at(key, field.reader, value)
                failed = failed or values[key] is FAILED
        for key, field in fields.items():
            if field.required and key not in values:
                self._missing(key, field, node, reading)
                failed = True
        return FAILED if failed else values

    def _unknown(self, key: str, at: Scalar, reading: Reading) -> None:
        meant = nearest(key, self.fields)
        hint = self.hints.get(key) or (f"write {meant}" if meant else "")
        reading.problems.add(
            UnknownKeyError(
                f"{reading.address} has no key {key}" if key else f"{reading.address} has a key without a name",
                where=str(at.source),
                why="" if hint else f"it has {_list(self.fields)}",
                fix=hint,
            )
        )

    def _missing(self, key: str, field: Field, node: MapNode, reading: Reading) -> None:
        expected = field.example or field.reader.expected
        reading.problems.add(
            MissingKeyError(f"{reading.address} lacks {key}", where=str(node.source), fix=f"add {key}: {expected}")
        )


def _list(keys: Mapping[str, Any]) -> str:
    return ", ".join(keys)


class Tagged:
    """Reads maps of several kinds that say in `type` which they are; where wanted, the word alone stands for the map.

    Args:
        records: The word → how such a map is read.
        short: Whether the word alone will do.
    """

    def __init__(self, records: Mapping[str, Record], *, short: bool = False) -> None:
        self.records = records
        self.short = short
        words = one_of(records)
        self.expected = f"{words}, or a map with such a type" if short else f"a map with type: {words}"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the map, or note mistakes and return `FAILED`."""
        from qschema.schema.reading.texts import Word

        if self.short and isinstance(node, Scalar) and not node.is_null:
            word = Word(self.records).read(node, reading)
            return FAILED if word is FAILED else {"type": word}
        if not isinstance(node, MapNode):
            return reading.wrong_type(node, self.expected)
        kind = node.get("type")
        if kind is None:
            words = one_of(self.records)
            error = MissingKeyError(f"{reading.address} lacks type", where=str(node.source), fix=f"add type: {words}")
            reading.problems.add(error)
            return FAILED
        word = reading.at("type", Word(self.records), kind)
        return FAILED if word is FAILED else self.records[word].read(node, reading)


class Keyed:
    """Reads maps of several kinds, each of which has one key of its own, such as `scalar` or `binary`.

    Args:
        records: The key → how such a map is read.
    """

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = records
        self.expected = f"a map with {one_of(records)}"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the map, or note mistakes and return `FAILED`."""
        if not isinstance(node, MapNode):
            return reading.wrong_type(node, self.expected)
        known = [key for key in node.entries if key in self.records]
        if len(known) == 1 and len(node.entries) == 1:
            (at, value) = node.entries[known[0]]
            if isinstance(value, Scalar) and value.is_null:
                field = self.records[known[0]].fields[known[0]]
                return reading.at(known[0], field.reader, value)
            return self.records[known[0]].read(node, reading)
        if len(known) > 1:
            at = node.entries[known[1]][0]
            reading.problems.add(
                ContradictionError(
                    f"{reading.address} is {' and '.join(known)} at a time",
                    where=str(at.source),
                    why="it can be one of them; Qdrant would take the first and ignore the others",
                    fix="take the others out",
                )
            )
            return FAILED
        for key, (at, _) in node.entries.items():
            if key not in self.records:
                meant = nearest(key, self.records)
                fix = f"write {meant}" if meant else f"it is {self.expected}"
                reading.problems.add(
                    UnknownKeyError(f"{reading.address} has no key {key}", where=str(at.source), fix=fix)
                )
        if not node.entries:
            reading.problems.add(
                BadValueError(f"{reading.address} says nothing", where=str(node.source), fix=f"write {self.expected}")
            )
        return FAILED
