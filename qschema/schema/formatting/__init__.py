"""The canonical form of a schema file: the order of keys, short forms, quotes and layout; comments stay."""

from __future__ import annotations

from typing import Any, ClassVar

from qschema.schema.composing import compose
from qschema.schema.errors import Problems, SchemaError
from qschema.schema.formatting.arranging import arrange
from qschema.schema.formatting.comments import attach, comments_in
from qschema.schema.formatting.rendering import rendered
from qschema.schema.formatting.tree import parsed
from qschema.schema.nodes import ListNode, MapNode, Node
from qschema.schema.scalars import Kind, meaning
from qschema.schema.source import Source


class FormattingError(SchemaError):
    """A file that can't be formatted without changing what it says; it stays as it is."""

    code: ClassVar[str] = "schema.formatting"


def formatted(content: bytes, shown: str) -> str:
    """Return the text of a schema file in its canonical form.

    Args:
        content: The file.
        shown: Its path, as it shall be told.

    Raises:
        SchemaError: One or several mistakes in its YAML.
        FormattingError: The canonical form would say something else.
    """
    before = _said(content, shown)
    text = content.decode("utf-8-sig")
    root = parsed(text)
    if root is None or not root.entries:
        return text
    comments = comments_in(text, root)
    attach(root, comments)
    arrange(root)
    result = rendered(root)
    kept = sorted(one.text for one in comments_in(result, parsed(result)))
    if kept != sorted(one.text for one in comments) or _said(result.encode(), shown) != before:
        raise FormattingError(
            "this file can't be formatted without changing what it says",
            where=str(Source(shown, 1, 1)),
            why="it has something in it that the formatter doesn't expect; the file stays as it is",
            fix="write it in a plainer way",
        )
    return result


def _said(content: bytes, shown: str) -> Any:
    """Return what a file says, the same for all spellings: references followed, short forms made long."""
    problems = Problems()
    root = compose(content, shown, problems)
    problems.raise_if_any()
    return None if root is None else _value(root, ())


def _value(node: Node, path: tuple[str, ...]) -> Any:
    if isinstance(node, MapNode):
        return {key: _value(value, (*path, key)) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [_value(item, (*path, "-")) for item in node.items]
    kind = meaning(node.text).kind if node.plain else Kind.TEXT
    value: Any = (kind, "" if kind is Kind.NULL else float(node.text) if kind is Kind.NUMBER else node.text)
    if path[:1] == ("collections",) and kind is not Kind.NULL:
        if path[2:3] == ("payload_indexes",) and len(path) == 4:
            return {"type": value}
        if path[2:] == ("shard_keys", "-"):
            return {"shard_key": value}
        if path[2:3] in (("vectors",), ("sparse_vectors",)) and path[-2:] == ("embed", "from"):
            return [value]
    return value
