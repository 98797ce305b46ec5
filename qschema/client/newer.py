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
        for name in _said(model, server):
            setattr(model, name, None)
            model.model_fields_set.discard(name)


def _newer(found: Iterable[tuple[Path, BaseModel]], server: Version) -> Iterator[Newer]:
    for path, model in found:
        kind = type(model)
        first = _NEW_TYPES.get(kind.__name__)
        if first and first > server:
            yield Newer(path, first, field=False)
        for name in _said(model, server):
            yield Newer((*path, name), FIELDS[kind.__name__, name], field=True)
        for name in _wordy(kind):
            word = getattr(model, name)
            if isinstance(word, Enum):
                first = VALUES.get((type(word).__name__, str(word.value)))
                if first and first > server:
                    yield Newer((*path, name), first, field=False)


def _said(model: BaseModel, server: Version) -> list[str]:
    """Return the fields that are too new, and say something."""
    names = _new_fields(type(model), server)
    return [name for name in names if name in model.model_fields_set and getattr(model, name) is not None]


@cache
def _new_fields(kind: type[BaseModel], server: Version) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if FIELDS.get((kind.__name__, name), server) > server)


@cache
def _wordy(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a type that may hold words of which some are newer than others."""
    return tuple(name for name, field in kind.model_fields.items() if may_hold(field.annotation, Enum))
