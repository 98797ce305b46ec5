"""Where in a payload something stands: `a.b`, `items[].name`, `"quoted key"`, as Qdrant writes the paths of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PART = re.compile(r'"(?P<quoted>[^"]*)"|(?P<key>[^.\[\]"]+)|\[(?P<index>\d*)\]')


def places(payload: Any, path: str) -> Iterator[tuple[Any, Any]]:
    """Yield the object or list that holds what stands at a path, with its key or index there.

    There may be none, and with `[]` several.
    """
    yield from _places(payload, [_key(part) for part in _PART.finditer(path)])


def values_at(payload: Any, path: str) -> Iterator[Any]:
    """Yield what stands at a path."""
    for holder, key in places(payload, path):
        yield holder[key]


def put(payload: dict[str, Any], path: str, value: Any) -> None:
    """Put a value where a path of keys leads; objects on the way are made where there are none."""
    *way, last = [str(_key(part)) for part in _PART.finditer(path)]
    for key in way:
        inner = payload.get(key)
        if not isinstance(inner, dict):
            inner = payload[key] = {}
        payload = inner
    payload[last] = value


def _places(value: Any, keys: list[Any]) -> Iterator[tuple[Any, Any]]:
    key, *rest = keys
    if isinstance(value, dict):
        found = [key] if key in value else []
    elif isinstance(value, list) and (key is None or isinstance(key, int)):
        found = [*range(len(value))] if key is None else [key] * (key < len(value))
    else:
        return
    for one in found:
        if rest:
            yield from _places(value[one], rest)
        else:
            yield value, one


def _key(part: re.Match[str]) -> str | int | None:
    """Return a key, an index, or None for all of a list."""
    index = part["index"]
    if index is None:
        found: str = part["key"] if part["quoted"] is None else part["quoted"]
        return found
    return int(index) if index else None
