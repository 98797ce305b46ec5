"""Readers of lists, of maps with free keys, and of any JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.schema.errors import BadValueError, NeedsQuotesError
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.reading.base import FAILED, Reader, Reading
from qschema.schema.scalars import Kind, meaning


class ListOf:
    """Reads a list of values of one type."""

    def __init__(self, inner: Reader) -> None:
        self.inner = inner
        self.expected = "a list"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the list, or note mistakes and return `FAILED`."""
        if not isinstance(node, ListNode):
            fix = "write it as a list: [" + node.text + "]" if isinstance(node, Scalar) and node.text else ""
            return reading.wrong_type(node, self.expected, fix=fix)
        values = [reading.at(str(place), self.inner, item) for place, item in enumerate(node.items, 1)]
        return FAILED if any(value is FAILED for value in values) else values


class MapOf:
    """Reads a map whose keys are names, and whose values are of one type."""

    def __init__(self, inner: Reader) -> None:
        self.inner = inner
        self.expected = "a map"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the map, or note mistakes and return `FAILED`."""
        if not isinstance(node, MapNode):
            return reading.wrong_type(node, self.expected)
        values = {key: reading.at(key, self.inner, value) for key, (_, value) in node.entries.items()}
        return FAILED if any(value is FAILED for value in values.values()) else values


class MapNodes:
    """Takes a map as it is, to be read later.

    Args:
        later: Returns the reader that will read it, once it is merged with others.
    """

    expected = "a map"

    def __init__(self, later: Callable[[], Reader]) -> None:
        self.later = later

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the node, or note that it is no map and return `FAILED`."""
        return node if isinstance(node, MapNode) else reading.wrong_type(node, self.expected)


class AnyJson:
    """Reads whatever JSON can hold."""

    expected = "any JSON"

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the value, or note mistakes and return `FAILED`."""
        if isinstance(node, MapNode):
            return MapOf(self).read(node, reading)
        if isinstance(node, ListNode):
            return ListOf(self).read(node, reading)
        given = reading.given(node)
        if given is None:
            return FAILED
        if not given.bare or given.replaced:
            return given.text
        kind, taken_for = meaning(given.text)
        if kind is Kind.DOUBTFUL:
            reading.problems.add(
                NeedsQuotesError(
                    f"{reading.address} may be a text or something else: {reading.shown(node)}",
                    where=str(node.source),
                    why=taken_for,
                    fix=f'write "{given.text}" for the text, or what you mean by it',
                )
            )
            return FAILED
        if kind in (Kind.WHOLE, Kind.NUMBER):
            return _number(given.text, kind, node, reading)
        return {Kind.NULL: None, Kind.FLAG: given.text.lower() == "true"}.get(kind, given.text)


def _number(text: str, kind: Kind, node: Scalar, reading: Reading) -> Any:
    """Return a number as a server keeps it: it turns whole ones that don't fit into 64 bits into others."""
    if kind is Kind.WHOLE and len(text) < 40 and -(2**63) <= int(text) < 2**64:
        return int(text)
    if kind is Kind.NUMBER and abs(float(text)) != float("inf"):
        return float(text)
    reading.problems.add(
        BadValueError(
            f"{reading.address} can't be {reading.shown(node)}",
            where=str(node.source),
            why="no server keeps a number of that size",
            fix="write it as a text, in quotes",
        )
    )
    return FAILED
