"""Writing JSON as YAML that every reader of YAML takes for the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from qschema.schema.scalars import Kind, meaning
from qschema.schema.variables import escaped

WIDTH = 100
"""The most characters of a map or a list on one line."""

_PLAIN = re.compile(r"[^\W_][\w ./+-]*(?<! )|[\w-]*[^\W_][\w-]*")
"""Texts that mean themselves without quotes, in a list or a map on one line too; `meaning` says which of them don't."""

_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]")


def scalar(value: Any) -> str:
    """Return a single value as YAML."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    return text_as_yaml(escaped(value))


def text_as_yaml(text: str) -> str:
    """Return a text as YAML on one line, in quotes only where it needs them; what looks like a variable is one."""
    plain = _PLAIN.fullmatch(text) and not text.startswith("-") and meaning(text).kind is Kind.TEXT
    if plain and not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def _number(value: float) -> str:
    return number_as_yaml(repr(value))


def number_as_yaml(text: str) -> str:
    """Return a number in the spelling that every reader of YAML takes for one: YAML 1.1 takes 1e-07 for a text."""
    return re.sub("^([-+]?[0-9]+)[eE]", r"\1.0e", text)


def inline(value: Any) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value)


def entry(key: str, value: Any, level: int, *, opened: int = 0) -> Iterator[str]:
    """Yield the lines of a key and its value.

    Args:
        key: The key.
        value: The value.
        level: How far it is indented.
        opened: How many levels of maps get a line for each key even where one line would hold all.
    """
    indent = "  " * level
    line = f"{indent}{scalar(key)}: {inline(value)}"
    if isinstance(value, str) and (lines := block_lines(value)):
        yield f"{indent}{scalar(key)}: {lines[0]}"
        yield from (f"{indent}  {text}" if text else "" for text in lines[1:])
    elif (
        isinstance(value, (Mapping, list)) and value and (len(line) > WIDTH or (opened and isinstance(value, Mapping)))
    ):
        yield f"{indent}{scalar(key)}:"
        yield from _below(value, level + 1, opened - 1 if opened else 0)
    else:
        yield line


def _below(value: Any, level: int, opened: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from entry(key, inner, level, opened=opened)
        return
    for inner in value:
        yield f"{'  ' * level}- {inline(inner)}"


def block_lines(text: str, *, literally: bool = False) -> list[str] | None:
    """Return the lines of a text of several lines as a block; None where quotes are clearer.

    Args:
        text: The text.
        literally: Whether what looks like a variable is one.
    """
    body = text.removesuffix("\n")
    if (
        "\n" not in body
        or body != body.strip()
        or _UNSEEN.search(text)
        or re.search(r"[\x00-\x09\x0b-\x1f]", text)
        or ("${" in text and not literally)
    ):
        return None
    return ["|" if text.endswith("\n") else "|-", *body.split("\n")]
