"""A census of payloads: which fields there really are, and of which types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from qschema.apply.copying.halt import Halt
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.ranges import IdRange
from qschema.apply.copying.reading import PageReader
from qschema.apply.copying.side import Side
from qschema.apply.strict_mode import page_limit
from qschema.apply.watching import Stop
from qschema.client import models

_PLAIN_KEY = re.compile(r"[\w-]+")
_EXAMPLE = 40
"""The most characters of an example."""

_PAGE = 1_000


@dataclass
class FieldCount:
    """What was found of a field.

    Attributes:
        points: How many points have it.
        types: How often each type was found; items of lists count one by one.
        examples: A value of each type.
    """

    points: int = 0
    types: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {"points": self.points, "types": dict(self.types.most_common()), "examples": self.examples}


@dataclass
class Census:
    """What payloads hold.

    Attributes:
        points: How many points were looked at.
        fields: Path → what was found there.
    """

    points: int = 0
    fields: dict[str, FieldCount] = field(default_factory=dict)

    def take(self, payloads: Iterable[dict[str, Any]]) -> None:
        """Take in some more payloads."""
        for payload in payloads:
            self.points += 1
            seen = set()
            for path, value in _leaves(payload, ""):
                count = self.fields.setdefault(path, FieldCount())
                kind = type_of(value)
                count.types[kind] += 1
                count.examples.setdefault(kind, repr(value)[:_EXAMPLE])
                seen.add(path)
            for path in seen:
                self.fields[path].points += 1


def census(source: Side, *, most: int | None = None, where: models.Filter | None = None) -> Census:
    """Look at the payloads of a collection.

    Args:
        source: The collection.
        most: The most points; None for all.
        where: Which points; None for all.
    """
    found = Census()
    for points in pages(source, most=most, where=where, with_vectors=False):
        found.take(points.payloads)
    return found


def pages(
    source: Side, *, most: int | None, where: models.Filter | None, with_vectors: bool | list[str]
) -> Iterator[PointColumns]:
    """Yield the points of a collection in the order of their ids, no more than so many."""
    limit = page_limit(source.client.get_collection(source.collection).config)
    size = min(_PAGE, limit or _PAGE, most or _PAGE)
    reader = PageReader(source, size=size, where=where, with_vectors=with_vectors, halt=Halt(Stop()))
    left = most
    for page in reader.pages(IdRange(), None):
        points = page.points if left is None else page.points.take(slice(0, left))
        if len(points):
            yield points
        if left is not None:
            left -= len(points)
            if left <= 0:
                return


def type_of(value: Any) -> str:
    """Return the type of payload index that a value fits; `null` and `object` fit none."""
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "integer"
        case float():
            return "float"
        case {"lon": int() | float(), "lat": int() | float()}:
            return "geo"
        case dict():
            return "object"
    return _type_of_text(str(value))


def _type_of_text(text: str) -> str:
    try:
        UUID(text)
        return "uuid"
    except ValueError:
        pass
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
        return "datetime" if len(text) >= len("2026-01-02") else "keyword"
    except ValueError:
        return "keyword"


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the values of a payload that aren't made of others, each with its path; an empty object is one."""
    if isinstance(value, dict) and value and type_of(value) != "geo":
        for key, inner in value.items():
            shown = key if _PLAIN_KEY.fullmatch(key) else f'"{key}"'
            yield from _leaves(inner, f"{path}.{shown}" if path else shown)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, f"{path}[]")
    elif path:
        yield path, value
