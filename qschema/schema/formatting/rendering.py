"""A tree as text: short maps on one line, members on a line each, comments where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qschema.schema.dump import MEMBERS
from qschema.schema.emitting import WIDTH, block_lines, number_as_yaml, text_as_yaml
from qschema.schema.formatting.tree import Branch, Entry, Leaf, entries_of
from qschema.schema.scalars import Kind, meaning


def rendered(root: Branch) -> str:
    """Return a file's text."""
    parts = [list(_entry(entry, 0, ("collections",))) for entry in root.entries]
    lines: list[str] = []
    for number, part in enumerate(parts):
        apart = number and (len(part) > 1 or len(parts[number - 1]) > 1)
        lines += [*([""] if apart else []), *part]
    return "\n".join([*lines, *root.after]) + "\n"


def _entry(entry: Entry, level: int, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the lines of a key and its value.

    Args:
        entry: The key and its value.
        level: How far it is indented.
        path: The keys below which it stands, if it is a part of a collection; the first is what the file calls them.
    """
    indent = "  " * level
    yield from (f"{indent}{comment}" if comment else "" for comment in entry.before)
    assert entry.key is not None
    key = f"{indent}{_leaf(entry.key, flow=False)}:"
    behind = f"  {entry.behind}" if entry.behind else ""
    value = entry.value
    if isinstance(value, Leaf):
        first, *more = _lines(value)
        yield f"{key} {first}{behind}"
        yield from (f"{indent}  {line}" if line else "" for line in more)
    elif not value.entries and not value.after:
        yield f"{key} {_inline(value)}{behind}"
    elif not _opened(entry, value, level) and len(line := f"{key} {_inline(value)}") <= WIDTH:
        yield line + behind
    else:
        yield f"{key}{_anchor(value.anchor)}{behind}"
        yield from _below(value, level + 1, between=level == 0 and _name(entry) == "collections")


def _opened(entry: Entry, value: Branch, level: int) -> bool:
    """Tell whether a map or a list gets lines of its own, even if it were short."""
    if _needs_lines(value):
        return True
    above = _path(entry)
    if above[:1] != ["collections"] or not value.is_map:
        return False
    unnamed = above[2:] == ["vectors"] and _is_unnamed(value)
    return level < 2 or (len(above) == 3 and above[2] in MEMBERS and not unnamed)


def _needs_lines(branch: Branch) -> bool:
    """Tell whether there is something in it that one line can't hold."""
    return bool(branch.after) or any(
        one.before
        or one.behind
        or (isinstance(one.value, Branch) and one.value.after)
        or (isinstance(one.value, Leaf) and _is_block(one.value))
        for one in entries_of(branch)
    )


def _is_block(leaf: Leaf) -> bool:
    return leaf.style in ("|", ">") and len(_lines(leaf)) > 1


def _is_unnamed(vectors: Branch) -> bool:
    return any(_name(one) == "size" and isinstance(one.value, Leaf) for one in vectors.entries)


def _path(entry: Entry) -> list[str]:
    above = _path(entry.parent.owner) if entry.parent.owner else []
    return [*above, _name(entry)]


def _name(entry: Entry) -> str:
    return entry.key.text if entry.key else ""


def _below(branch: Branch, level: int, *, between: bool = False) -> Iterator[str]:
    """Yield the lines of what stands in a map or a list; `between` puts an empty line between any two."""
    for number, entry in enumerate(branch.entries):
        if between and number:
            yield ""
        yield from _entry(entry, level) if branch.is_map else _item(entry, level)
    yield from (f"{'  ' * level}{comment}" for comment in branch.after)


def _item(entry: Entry, level: int) -> Iterator[str]:
    indent = "  " * level
    yield from (f"{indent}{comment}" for comment in entry.before)
    value = entry.value
    behind = f"  {entry.behind}" if entry.behind else ""
    if isinstance(value, Branch) and _needs_lines(value):
        yield f"{indent}-{_anchor(value.anchor)}{behind}"
        yield from _below(value, level + 1)
        return
    first, *more = _lines(value) if isinstance(value, Leaf) and _is_block(value) else [_inline(value)]
    yield f"{indent}- {first}{behind}"
    yield from (f"{indent}  {line}" if line else "" for line in more)


def _inline(value: Leaf | Branch) -> str:
    if isinstance(value, Leaf):
        return _leaf(value, flow=True)
    items = []
    for entry in value.entries:
        key = f"{_leaf(entry.key, flow=True)}: " if entry.key else ""
        items.append(key + _inline(entry.value))
    opening, closing = "{}" if value.is_map else "[]"
    return f"{_anchor(value.anchor)[1:]} ".lstrip() + opening + ", ".join(items) + closing


def _anchor(name: str | None) -> str:
    return f" &{name}" if name else ""


def _lines(leaf: Leaf) -> list[str]:
    """Return the lines of a value that has several; else its only one."""
    if "\n" in leaf.text and leaf.style != "*":
        lines = block_lines(leaf.text, literally=leaf.style in ("|", ">"))
        if lines:
            return [f"{_anchor(leaf.anchor)[1:]} {lines[0]}".lstrip(), *lines[1:]]
    return [_leaf(leaf, flow=False)]


def _leaf(leaf: Leaf, *, flow: bool) -> str:
    if leaf.style == "*":
        return f"*{leaf.text}"
    return f"{_anchor(leaf.anchor)[1:]} {_text(leaf, flow=flow)}".lstrip()


def _text(leaf: Leaf, *, flow: bool) -> str:
    if leaf.style:
        return text_as_yaml(leaf.text)
    if not leaf.text:
        return "null"
    if "\n" in leaf.text or (flow and re.search(r"[,\[\]{}:?#]", leaf.text)):
        return text_as_yaml(leaf.text)
    return number_as_yaml(leaf.text) if meaning(leaf.text).kind is Kind.NUMBER else leaf.text
