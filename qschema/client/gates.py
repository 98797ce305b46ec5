"""Version gates: what a request or a declaration says that an older server would not know.

Servers ignore unknown fields without a word, so whoever sends them must look first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from qschema.client.gate_table import FIELDS, VALUES, Version


class Gated(NamedTuple):
    """Something that a server of an older version lacks: where it stands, and the first version that has it."""

    path: tuple[str, ...]
    first: Version


def version_of(text: str) -> Version:
    """Return the minor version of a server's version text: `1.19.0` → `(1, 19)`."""
    major, minor = text.split(".")[:2]
    return int(major), int(minor)


def too_new(value: Any, server: Version, *, standing_for: tuple[str, ...] = ()) -> Iterator[Gated]:
    """Yield what a server of a version lacks.

    Args:
        value: A wire model, or anything that holds some.
        server: The server's minor version.
        standing_for: Names of the wire models whose fields `value` itself has, if it is none of them.
    """
    return _walk(value, server, (), standing_for)


@cache
def _names(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of a model and of those that it extends."""
    return tuple(one.__name__ for one in kind.__mro__)


def _walk(value: Any, server: Version, path: tuple[str, ...], owners: tuple[str, ...]) -> Iterator[Gated]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:  # in the order of the fields; what is set is a set, and has none
            inner = getattr(value, name)
            if inner is None or name not in value.model_fields_set:
                continue
            at = (*path, name)
            firsts = (FIELDS.get((owner, name)) for owner in owners or _names(type(value)))
            first = max((first for first in firsts if first), default=None)
            if first and first > server:
                yield Gated(at, first)
            else:
                yield from _walk(inner, server, at, ())
    elif isinstance(value, Enum):
        first = VALUES.get((type(value).__name__, str(value.value)))
        if first and first > server:
            yield Gated(path, first)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, server, (*path, str(key)), ())
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _walk(inner, server, (*path, str(index)), ())
