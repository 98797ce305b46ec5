"""JSON as Python source, on one line where that is short enough."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 100
"""The most characters of a line, where it can be broken."""

_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]")


def literal(value: Any) -> str:
    """Return a JSON value as Python source on one line."""
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def assigned(target: str, value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of an assignment."""
    yield from _spread(f"{indent}{target} = ", value, "", indent)


def called(target: str, function: str, positional: list[str], named: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield the lines of an assignment of what a call returns.

    Args:
        target: What is assigned to, with its annotation.
        function: What is called.
        positional: The arguments without a name, as source.
        named: The others.
        indent: What each line begins with.
    """
    arguments = [*positional, *(f"{key}={literal(value)}" for key, value in named.items())]
    line = f"{indent}{target} = {function}({', '.join(arguments)})"
    if len(line) <= WIDTH or not arguments:
        yield line
        return
    yield f"{indent}{target} = {function}("
    inner = indent + "    "
    for argument in positional:
        yield f"{inner}{argument},"
    for key, value in named.items():
        yield from _spread(f"{inner}{key}=", value, ",", inner)
    yield f"{indent})"


def _spread(head: str, value: Any, tail: str, indent: str) -> Iterator[str]:
    line = f"{head}{literal(value)}{tail}"
    if len(line) <= WIDTH or not value or not isinstance(value, (Mapping, list)):
        yield line
        return
    inner = indent + "    "
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    yield head + opening
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _spread(f"{inner}{literal(key)}: ", one, ",", inner)
    else:
        for one in value:
            yield from _spread(inner, one, ",", inner)
    yield f"{indent}{closing}{tail}"
