"""Readers where values of several types may stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qschema.schema.nearest import one_of
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.reading.base import FAILED, Reader, Reading
from qschema.schema.reading.containers import ListOf, MapOf
from qschema.schema.reading.records import Record
from qschema.schema.reading.texts import ScalarReader, Word


class Either:
    """Reads a map in one way, or a single value in the first of several ways that fits.

    Args:
        scalars: How a single value may be read.
        of_map: How a map is read; None if none may stand here.
    """

    def __init__(self, scalars: Sequence[ScalarReader], of_map: Reader | None) -> None:
        self.scalars = scalars
        self.of_map = of_map
        self.expected = one_of([reader.expected for reader in (*scalars, of_map) if reader])

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the value, or note mistakes and return `FAILED`."""
        if isinstance(node, MapNode) and self.of_map:
            return self.of_map.read(node, reading)
        if not isinstance(node, Scalar) or node.is_null:
            return reading.wrong_type(node, self.expected)
        given = reading.given(node)
        if given is None:
            return FAILED
        for reader in self.scalars:
            value = reader.parse(given)
            if value is not FAILED:
                return value
        self._complain(node, reading)
        return FAILED

    def _complain(self, node: Scalar, reading: Reading) -> None:
        """Let the reader complain that knows best: words know which one may be meant."""
        given = reading.given(node)
        words = [reader for reader in self.scalars if isinstance(reader, Word)]
        assert given is not None
        if len(self.scalars) == 1:
            self.scalars[0].complain(node, given, reading)
        elif words and not isinstance(node, ListNode):
            merged = Word(word for reader in words for word in reader.words)
            merged.expected = self.expected
            merged.complain(node, given, reading)
        else:
            reading.wrong_type(node, self.expected, given)


class Short:
    """Reads a map, or a single value that stands for the map that has nothing else.

    Args:
        key: The key of the map whose value may stand alone.
        record: How the map is read.
    """

    def __init__(self, key: str, record: Record) -> None:
        self.key = key
        self.record = record

    @property
    def expected(self) -> str:
        """What it reads."""
        return f"{self.record.fields[self.key].reader.expected}, or a map with {self.key}"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the map, or note mistakes and return `FAILED`."""
        if isinstance(node, MapNode):
            return self.record.read(node, reading)
        value = self.record.fields[self.key].reader.read(node, reading)
        return FAILED if value is FAILED else {self.key: value}


class OneOrMany:
    """Reads a list of values, or one of them that stands for a list of one."""

    def __init__(self, inner: ScalarReader) -> None:
        self.inner = inner
        self.many = ListOf(inner)
        self.expected = f"{inner.expected}, or a list of those"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the list, or note mistakes and return `FAILED`."""
        if isinstance(node, ListNode):
            return self.many.read(node, reading)
        if isinstance(node, MapNode):
            return reading.wrong_type(node, self.expected)
        value = self.inner.read(node, reading)
        return FAILED if value is FAILED else [value]


class Vectors:
    """Reads dense vectors: the parameters of the one without a name, or name → parameters.

    Args:
        one: How the parameters of a vector are read.
    """

    expected = "a map of vectors, or the parameters of a single one"

    def __init__(self, one: Record) -> None:
        self.one = one
        self.named = MapOf(one)

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the map, or note mistakes and return `FAILED`."""
        if not isinstance(node, MapNode):
            return reading.wrong_type(node, self.expected)
        unnamed = any(
            key in self.one.fields and isinstance(value, Scalar) and not value.is_null
            for key, (_, value) in node.entries.items()
        )
        return (self.one if unnamed else self.named).read(node, reading)
