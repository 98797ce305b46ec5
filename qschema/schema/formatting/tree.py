"""A YAML file as it is written: anchors and references in their places, and room for comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(eq=False)
class Leaf:
    """A single value.

    Attributes:
        text: What is written, quotes taken off; for a reference, the anchor's name.
        style: `"`, `'`, `|`, `>`, `*` for a reference, and nothing for a plain text.
        start: Line and column of its first character, from 0.
        end: Line and column behind its last character.
        anchor: The name under which others refer to it.
    """

    text: str
    style: str
    start: tuple[int, int]
    end: tuple[int, int]
    anchor: str | None = None


@dataclass(eq=False)
class Entry:
    """A key with its value, or an item of a list, and the comments that belong to it.

    Attributes:
        key: The key; None for an item.
        value: The value.
        line: Its first line, from 0.
        column: Its column, that of the dash for an item.
        parent: What it stands in.
        before: Comments on lines of their own above it; an empty one is an empty line.
        behind: The comment behind it on its first line.
    """

    key: Leaf | None
    value: Leaf | Branch
    line: int
    column: int
    parent: Branch
    before: list[str] = field(default_factory=list)
    behind: str = ""


@dataclass(eq=False)
class Branch:
    """A map or a list.

    Attributes:
        is_map: Whether it is a map.
        flow: Whether it is written in braces or brackets.
        owner: The entry whose value it is; None for the whole file.
        entries: What stands in it.
        after: Comments on lines of their own below its last entry.
        anchor: The name under which others refer to it.
    """

    is_map: bool
    flow: bool
    owner: Entry | None
    entries: list[Entry] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    anchor: str | None = None


def parsed(text: str) -> Branch | None:
    """Return the map that a file holds; None for any other file. Its YAML must be without mistakes."""
    events = (event for event in yaml.parse(text, Loader=_PARSER) if isinstance(event, yaml.NodeEvent | _ENDS))
    first = next(events, None)
    if not isinstance(first, yaml.MappingStartEvent):
        return None
    root = Branch(True, bool(first.flow_style), None, anchor=first.anchor)
    _fill(root, events)
    return root


_ENDS = yaml.CollectionEndEvent


def _fill(branch: Branch, events: Iterator[Any]) -> None:
    for event in events:
        if isinstance(event, _ENDS):
            return
        key = _leaf(event) if branch.is_map else None
        value = next(events) if branch.is_map else event
        line, column = _at(event)
        dash = 0 if branch.is_map or branch.flow else 2
        entry = Entry(key, Leaf("", "", (0, 0), (0, 0)), line, max(column - dash, 0), branch)
        branch.entries.append(entry)
        if isinstance(value, yaml.ScalarEvent | yaml.AliasEvent):
            entry.value = _leaf(value)
        else:
            is_map = isinstance(value, yaml.MappingStartEvent)
            entry.value = Branch(is_map, bool(value.flow_style), entry, anchor=value.anchor)
            _fill(entry.value, events)


def _leaf(event: Any) -> Leaf:
    end = (event.end_mark.line, event.end_mark.column)
    if isinstance(event, yaml.AliasEvent):
        return Leaf(event.anchor or "", "*", _at(event), end)
    return Leaf(event.value, event.style or "", _at(event), end, event.anchor)


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line, event.start_mark.column


def entries_of(branch: Branch) -> Iterator[Entry]:
    """Yield all entries of a tree in the order in which they stand in the file."""
    for entry in branch.entries:
        yield entry
        if isinstance(entry.value, Branch):
            yield from entries_of(entry.value)


def leaves_of(branch: Branch) -> Iterator[Leaf]:
    """Yield all keys and single values of a tree."""
    for entry in entries_of(branch):
        if entry.key is not None:
            yield entry.key
        if isinstance(entry.value, Leaf):
            yield entry.value
