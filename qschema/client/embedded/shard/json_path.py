"""Values in payloads by their path, as the engine's own paths name them: `a.b`, `items[].name`, `"quoted key"`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PART = re.compile(r'"(?P<quoted>[^"]*)"|(?P<key>[^.\[\]"]+)|\[(?P<index>\d*)\]')


def values_at(payload: Any, path: str) -> Iterator[Any]:
    """Yield what stands at a path, which the engine has accepted: a value for each element that `[]` stands for."""
    yield from _values(payload, list(_PART.finditer(path)))


def _values(value: Any, parts: list[re.Match[str]]) -> Iterator[Any]:
    if not parts:
        yield value
        return
    part, rest = parts[0], parts[1:]
    index = part["index"]
    if index is None:
        key = part["key"] if part["quoted"] is None else part["quoted"]
        if isinstance(value, dict) and key in value:
            yield from _values(value[key], rest)
    elif isinstance(value, list):
        for element in value if index == "" else value[int(index) : int(index) + 1]:
            yield from _values(element, rest)
