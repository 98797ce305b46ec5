"""What a YAML file holds, with the place of everything: texts, lists and maps, not yet values of any type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qschema.schema.source import Source


@dataclass(slots=True, eq=False)
class Scalar:
    """A text, and whether it was written plainly or in quotes.

    Attributes:
        file: The file's path, relative to the project's folder.
        line: Line, from 1.
        column: Column, from 1.
        text: What is written, quotes and escapes taken off.
        plain: Whether it has neither quotes nor is a block, so that it may stand for a number, a boolean or nothing.
    """

    file: str
    line: int
    column: int
    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        """Whether it says nothing at all."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def source(self) -> Source:
        """Where it stands."""
        return Source(self.file, self.line, self.column)


@dataclass(slots=True, eq=False)
class ListNode:
    """A list; attributes as those of `Scalar`."""

    file: str
    line: int
    column: int
    items: list[Node]

    @property
    def source(self) -> Source:
        """Where it begins."""
        return Source(self.file, self.line, self.column)


@dataclass(slots=True, eq=False)
class MapNode:
    """A map; attributes as those of `Scalar`.

    Attributes:
        entries: Key → where the key stands, and the value.
    """

    file: str
    line: int
    column: int
    entries: dict[str, tuple[Scalar, Node]]

    @property
    def source(self) -> Source:
        """Where it begins."""
        return Source(self.file, self.line, self.column)

    def get(self, key: str) -> Node | None:
        """Return the value of a key; None if there is no such key."""
        entry = self.entries.get(key)
        return entry and entry[1]


Node = Scalar | ListNode | MapNode


class Sources(Mapping[str, Source]):
    """Path inside a declaration → where that stands; worked out when somebody asks, because hardly anybody does."""

    def __init__(self, root: MapNode) -> None:
        self._root = root
        self._known: dict[str, Source] | None = None

    def __getitem__(self, path: str) -> Source:
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, Source]:
        if self._known is None:
            self._known = dict(_walk(self._root, ""))
        return self._known


def _walk(node: Node, above: str) -> Iterator[tuple[str, Source]]:
    if isinstance(node, MapNode):
        for key, (at, value) in node.entries.items():
            yield above + key, at.source
            yield from _walk(value, f"{above}{key}/")
    elif isinstance(node, ListNode):
        for item in node.items:  # a list's texts are members, such as aliases; they are addressed by themselves
            if isinstance(item, Scalar):
                yield above + item.text, item.source
