"""From the text of a YAML file to its nodes: strict, patient with nothing, never more work than the file is long.

Only the parser is PyYAML's. Its loaders guess types (`no`, `1:30`, `010`), take the last of repeated keys and expand
references without limit, so what it reads is put together here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from qschema.schema.errors import EncodingError, NeedsQuotesError, Problems, RepeatedKeyError, WrongTypeError, YamlError
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.scalars import Kind, meaning
from qschema.schema.source import Source
from qschema.schema.variables import as_key
from qschema.schema.yaml_failures import explained

DEEPEST = 100
"""Levels of nesting; a server's JSON parser takes 127 (serde_json 1.0)."""

LARGEST = 1_000_000
"""Values that a file may have once its references are followed; one without references may be as large as it is."""

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|(?!^)\ufeff")


@dataclass(slots=True)
class _Open:
    """A list or a map that isn't closed yet, and how much is in it so far."""

    node: ListNode | MapNode
    anchor: str | None
    key: Scalar | None = None
    merged: list[Node] = field(default_factory=list)
    merge_key: Scalar | None = None
    size: int = 1
    depth: int = 0


class _Composer:
    """Puts the events of one file together; without recursion, so that no file can be too deep for it."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.referred = False

    def compose(self, events: Iterable[Any]) -> Node | None:
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open(event, MapNode(*self._place(event), {}))
            elif kind is yaml.SequenceStartEvent:
                self._open(event, ListNode(*self._place(event), []))
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                self._close()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self._wrong(event, "a second document begins here", fix="put it into a file of its own")
        return self.root

    def _scalar(self, event: Any) -> None:
        self._no_tag(event)
        scalar = Scalar(*self._place(event), event.value, not event.style)
        self._define(event, scalar, 1, 0)
        self._add(scalar, 1, 0)

    def _open(self, event: Any, node: ListNode | MapNode) -> None:
        self._no_tag(event)
        if self.stack and isinstance(self.stack[-1].node, MapNode) and self._wants_key(self.stack[-1]):
            raise self._wrong(event, "a key must be a text, not a list or a map", fix="did you forget quotes?")
        if len(self.stack) >= DEEPEST:
            raise self._too_deep(event)
        if event.anchor:
            self._define(event, node, 0, 0)
        self.stack.append(_Open(node, event.anchor))

    def _close(self) -> None:
        done = self.stack.pop()
        if isinstance(done.node, MapNode):
            self._merge(done, done.node)
        if done.anchor:
            self.anchors[done.anchor] = (done.node, done.size, done.depth + 1)
        self._add(done.node, done.size, done.depth + 1)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            known = ", ".join(f"*{name}" for name in self.anchors) or "none"
            raise self._wrong(event, f"there is no anchor &{event.anchor} before this", why=f"there are: {known}")
        node, size, depth = self.anchors[event.anchor]
        if size == 0:
            raise self._wrong(event, f"*{event.anchor} stands inside of what it refers to", why="it would never end")
        self.referred = True
        self._add(node, size, depth, at=event)

    def _add(self, node: Node, size: int, depth: int, *, at: Any = None) -> None:
        """Put a node that is complete into the list or the map around it."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += size
        top.depth = max(top.depth, depth)
        if self.referred and top.size > LARGEST:
            raise YamlError(
                f"following its references (*name), the file has more than {LARGEST:,} values",
                where=str(node.source),
                fix="refer to less",
            )
        if len(self.stack) + depth > DEEPEST:
            raise self._too_deep(at or node)
        if isinstance(top.node, ListNode):
            top.node.items.append(node)
        elif self._wants_key(top):
            self._key(top, node, at)
        elif top.key is not None and top.key.plain and top.key.text == "<<":
            top.merge_key, top.key = top.key, None
            top.merged = node.items if isinstance(node, ListNode) else [node]
        elif top.key is not None:
            top.node.entries[top.key.text] = (top.key, node)
            top.key = None

    def _wants_key(self, top: _Open) -> bool:
        return top.key is None

    def _key(self, top: _Open, node: Node, at: Any) -> None:
        if not isinstance(node, Scalar):
            raise self._wrong(at or node, "a key must be a text, not a list or a map")
        top.key = key = node
        if key.plain and key.text == "<<":
            if top.merge_key:
                self._repeated(key, top.merge_key)
            return
        if "${" in key.text:
            key = top.key = Scalar(key.file, key.line, key.column, as_key(key, self.problems), key.plain)
        if key.plain and (kind := meaning(key.text)).kind is not Kind.TEXT:
            self.problems.add(
                NeedsQuotesError(
                    f"the key {key.text or '(nothing)'} must be a text",
                    where=str(key.source),
                    why=kind.taken_for,
                    fix=f'write "{key.text}": in quotes',
                )
            )
        assert isinstance(top.node, MapNode)
        if key.text in top.node.entries:
            self._repeated(key, top.node.entries[key.text][0])

    def _repeated(self, key: Scalar, first: Scalar) -> None:
        self.problems.add(
            RepeatedKeyError(
                f"the key {key.text} stands twice in this map",
                where=str(key.source),
                why=f"it stands at {first.source} already, and only one of the two could count",
                fix="take one of them out",
            )
        )

    def _merge(self, done: _Open, node: MapNode) -> None:
        """Carry out `<<`: what stands in the map itself wins, then the first of the maps that are merged."""
        merged: dict[str, tuple[Scalar, Node]] = {}
        for part in done.merged:
            if isinstance(part, MapNode):
                merged = {**part.entries, **merged}
            else:
                self.problems.add(
                    WrongTypeError(
                        "<< takes a map, or a list of maps",
                        where=str(part.source),
                        fix="refer to one, such as <<: *common",
                    )
                )
        if merged:
            node.entries = {**merged, **node.entries}

    def _define(self, event: Any, node: Node, size: int, depth: int) -> None:
        if not event.anchor:
            return
        if event.anchor in self.anchors:
            first = self.anchors[event.anchor][0].source
            raise self._wrong(event, f"the anchor &{event.anchor} is set twice", why=f"it is set at {first} already")
        self.anchors[event.anchor] = (node, size, depth)

    def _no_tag(self, event: Any) -> None:
        if event.tag is not None:
            short = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self._wrong(
                event,
                f"the tag {short} isn't understood",
                why="the type of a value follows from its key",
                fix="take it out",
            )

    def _place(self, event: Any) -> tuple[str, int, int]:
        return self.file, event.start_mark.line + 1, event.start_mark.column + 1

    def _too_deep(self, at: Any) -> YamlError:
        return self._wrong(at, f"more than {DEEPEST} levels stand in each other here", fix="nest it less deeply")

    def _wrong(self, at: Any, what: str, *, why: str = "", fix: str = "") -> YamlError:
        source = at.source if isinstance(at, (Scalar, ListNode, MapNode)) else Source(*self._place(at))
        return YamlError(what, where=str(source), why=why, fix=fix)


def compose(data: bytes, file: str, problems: Problems) -> Node | None:
    """Return what a YAML file holds; None if there is nothing in it.

    Args:
        data: The file's bytes: UTF-8, with a byte order mark or without.
        file: Its path, as it shall be told.
        problems: Where mistakes go after which reading can go on.

    Raises:
        SchemaError: A mistake after which nothing can be read.
    """
    text = _decode(data, file)
    try:
        return _Composer(file, problems).compose(yaml.parse(text, Loader=_PARSER))
    except yaml.MarkedYAMLError as error:
        raise explained(error, text, file) from None


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        raise EncodingError(
            f"the byte 0x{data[error.start]:02x} isn't UTF-8",
            where=str(_source_of(before, file)),
            fix="save the file as UTF-8",
        ) from None
    if bad := _FORBIDDEN.search(text):
        raise EncodingError(
            f"the character U+{ord(bad.group()):04X} may not stand in YAML",
            where=str(_source_of(text[: bad.start()], file)),
            fix='take it out, or write it with an escape within double quotes: "\\u0000"',
        )
    return text


def _source_of(before: str, file: str) -> Source:
    """Return the place behind a text."""
    lines = before.splitlines() if not before.endswith(("\n", "\r")) else [*before.splitlines(), ""]
    return Source(file, max(1, len(lines)), len(lines[-1]) + 1 if lines else 1)
