"""The comments of a file, and what each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qschema.schema.formatting.tree import Branch, Entry, Leaf, entries_of, leaves_of

_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML 1.1 takes for the end of a line."""


class Comment(NamedTuple):
    """A comment: its place, from 0, what it says with its `#`, and whether it has a line of its own."""

    line: int
    column: int
    text: str
    alone: bool


def comments_in(text: str, root: Branch | None) -> list[Comment]:
    """Return the comments of a file in their order.

    Args:
        text: The file.
        root: What it holds; a `#` in a text is no comment.
    """
    lines = _LINE_ENDS.split(text)
    hidden = [set[int]() for _ in lines]
    for leaf in leaves_of(root) if root else ():
        for line, columns in _covered(leaf, lines):
            hidden[line].update(columns)
    return [found for number, line in enumerate(lines) for found in _in_line(number, line, hidden[number])]


def _in_line(number: int, line: str, hidden: set[int]) -> Iterator[Comment]:
    for found in re.finditer("#", line):
        column = found.start()
        if column not in hidden and (column == 0 or line[column - 1] in " \t\ufeff"):
            yield Comment(number, column, line[column:].rstrip(), not line[:column].strip(" \t\ufeff"))
            return


def _covered(leaf: Leaf, lines: list[str]) -> Iterator[tuple[int, range]]:
    """Yield what of each line a text takes up."""
    (first, start), (last, end) = leaf.start, leaf.end
    if leaf.style in ("|", ">"):
        yield from _block(first, lines)
        return
    for line in range(first, last + 1):
        begin = start if line == first else 0
        yield line, range(begin, end if line == last else len(lines[line]))


def _block(first: int, lines: list[str]) -> Iterator[tuple[int, range]]:
    """Yield the lines of a block of text: from the one below its head on, as long as they are as far indented."""
    indent = 0
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.strip(" "):
            continue
        own = len(line) - len(line.lstrip(" "))
        indent = indent or own
        if own < indent or own == 0:
            return
        yield number, range(len(line))


def attach(root: Branch, comments: list[Comment]) -> None:
    """Give each comment to the entry or the branch that it belongs to."""
    entries = list(entries_of(root))
    for comment in comments:
        before = [entry for entry in entries if (entry.line, entry.column) < (comment.line, comment.column)]
        following = next((entry for entry in entries if entry.line > comment.line), None)
        if not comment.alone and before:
            _behind(comment, before)
        elif (branch := _ended(comment, before, following)) is not None:
            branch.after.append(comment.text)
        else:
            assert following is not None
            following.before.append(comment.text)
    _keep_head_apart(root, comments)


def _behind(comment: Comment, before: list[Entry]) -> None:
    on_line = [entry for entry in before if entry.line == comment.line]
    entry = on_line[0] if on_line else before[-1]
    if entry.behind:
        entry.before.append(comment.text)
    else:
        entry.behind = comment.text


def _ended(comment: Comment, before: list[Entry], following: Entry | None) -> Branch | None:
    """Return the branch at whose end a comment stands; None for one that belongs to what follows."""
    if following is not None and comment.column <= following.column:
        return None
    branch = before[-1].parent if before else None
    while branch is not None and branch.owner is not None and (branch.flow or _column(branch) > comment.column):
        branch = branch.owner.parent
    if following is not None and (branch is None or branch is following.parent or branch.flow):
        return None
    return branch


def _column(branch: Branch) -> int:
    return branch.entries[0].column


def _keep_head_apart(root: Branch, comments: list[Comment]) -> None:
    """Note empty lines among the comments at the head of a file: a licence is apart from what it stands above."""
    first = root.entries[0]
    head = [comment for comment in comments if comment.alone and comment.line < first.line]
    lines = [*(comment.line for comment in head), first.line]
    spaced: list[str] = []
    for comment, following in zip(head, lines[1:], strict=True):
        spaced += [comment.text, ""] if following > comment.line + 1 else [comment.text]
    first.before[: len(head)] = spaced
