"""Python values as the nodes of a file, so that they are merged, read and checked by the same rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel

from qschema.schema.emitting import scalar
from qschema.schema.errors import Problems, WrongTypeError
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.python.described import Described
from qschema.schema.source import Source
from qschema.schema.variables import escaped


def declaration_node(described: Described, shown: Callable[[Source], Source], problems: Problems) -> MapNode:
    """Return a declaration as a map of nodes.

    Args:
        described: The declaration.
        shown: Returns a place as it shall be told.
        problems: Where mistakes go.
    """
    node = _Nodes(described, shown, problems).node(described.said, (), described.source)
    assert isinstance(node, MapNode)
    return node


class _Nodes:
    def __init__(self, described: Described, shown: Callable[[Source], Source], problems: Problems) -> None:
        self.places = described.places
        self.name = described.name
        self.shown = shown
        self.problems = problems

    def node(self, value: Any, path: tuple[str, ...], above: Source) -> Node:
        """Return a value as a node, placed where it is written, or else where what holds it is."""
        source = self.places.get("/".join(path), above)
        place = self.shown(source)
        at = (place.file, place.line, place.column)
        if isinstance(value, BaseModel):
            value = value.model_dump(mode="json", exclude_unset=True)
        if isinstance(value, Enum):
            value = value.value
        if isinstance(value, Mapping):
            return MapNode(*at, {str(key): self._entry(str(key), inner, path, source) for key, inner in value.items()})
        if isinstance(value, (list, tuple, set, frozenset)):
            items = sorted(value) if isinstance(value, (set, frozenset)) else value
            return ListNode(*at, [self.node(item, (*path, str(n)), source) for n, item in enumerate(items)])
        if isinstance(value, str):
            return Scalar(*at, escaped(value), False)
        if value is None or isinstance(value, (bool, int, float)):
            return Scalar(*at, scalar(value), True)
        self.problems.add(
            WrongTypeError(
                f"{'/'.join((self.name, *path))} can't be a {type(value).__name__}",
                where=str(place),
                why="a declaration holds texts, numbers, booleans, lists and maps, and the client's models of those",
            )
        )
        return Scalar(*at, "null", True)

    def _entry(self, key: str, value: Any, path: tuple[str, ...], above: Source) -> tuple[Scalar, Node]:
        place = self.shown(self.places.get("/".join((*path, key)), above))
        return Scalar(place.file, place.line, place.column, key, False), self.node(value, (*path, key), above)
