"""What the wire types have that servers of the version spoken to here don't: in requests, not in declarations.

The fields and words are those of `gate_table.py`; types that are new as a whole stand in unions, where an older server
finds none that fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from qschema.client.gate_table import FIELDS, VALUES, Version
from qschema.client.walking import Path, may_hold, models_in

SERVER: Version = (1, 19)
"""The server whose behaviour the embedded engine has."""

_NEW_TYPES: dict[str, Version] = dict.fromkeys(
    (
        "AcoshExpression",
        "Bm25Params",
        "Bm25Scoring",
        "MatchSubstring",
        "MaxExpression",
        "MinExpression",
        "TextQueryInput",
        "TextQueryScoring",
    ),
    (1, 20),
)


class Newer(NamedTuple):
    """Something that is too new: where it stands, the first version that knows it, and whether it is just a field.

    An older server drops a field that it doesn't know; a word or a type it can't read.
    """

    path: Path
    first: Version
    field: bool


def first_newer(value: Any, server: Version) -> Newer | None:
    """Return the first thing in a value that a server of a version doesn't know."""
    return first_newer_of(models_in(value), server)


def first_newer_of(found: Iterable[tuple[Path, BaseModel]], server: Version) -> Newer | None:
    """Return the same for a value in which all models were found already."""
    return next(_newer(found, server), None)


def drop_newer(value: Any, server: Version) -> None:
    """Take the fields out of a value that a server of a version would drop."""
    for _, model in models_in(value):
        for name in _said(model, _suspects(type(model), server).fields):
            setattr(model, name, None)
            model.model_fields_set.discard(name)


def _newer(found: Iterable[tuple[Path, BaseModel]], server: Version) -> Iterator[Newer]:
    for path, model in found:
        kind = type(model)
        first, fields, words = _suspects(kind, server)
        if first:
            yield Newer(path, first, field=False)
        for name in _said(model, fields):
            yield Newer((*path, name), FIELDS[kind.__name__, name], field=True)
        for name in words:
            word = getattr(model, name)
            since = VALUES.get((type(word).__name__, str(word.value))) if isinstance(word, Enum) else None
            if since and since > server:
                yield Newer((*path, name), since, field=False)


class _Suspects(NamedTuple):
    """What may be too new about a type: itself, and since when; fields; fields that hold one of several words."""

    first: Version | None
    fields: tuple[str, ...]
    words: tuple[str, ...]


@cache
def _suspects(kind: type[BaseModel], server: Version) -> _Suspects:
    first, fields = _NEW_TYPES.get(kind.__name__), kind.model_fields
    return _Suspects(
        first if first and first > server else None,
        tuple(name for name in fields if FIELDS.get((kind.__name__, name), server) > server),
        tuple(name for name, field in fields.items() if may_hold(field.annotation, Enum)),
    )


def _said(model: BaseModel, names: Iterable[str]) -> list[str]:
    """Return those of a model's fields that say something."""
    return [name for name in names if name in model.model_fields_set and getattr(model, name) is not None]
