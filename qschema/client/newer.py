"""What the wire types have that servers of the version spoken to here don't: in requests, not in declarations.

The fields and words are those of `gate_table.py`; types that are new as a whole stand in unions, where an older server
finds none that fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from pydantic import BaseModel

from qschema.client.gate_table import FIELDS, VALUES, Version
from qschema.client.walking import Path, models_in

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
    return next(_newer(value, server), None)


def drop_newer(value: Any, server: Version) -> None:
    """Take the fields out of a value that a server of a version would drop."""
    for _, model in models_in(value):
        for name in _new_fields(model, server):
            setattr(model, name, None)
            model.model_fields_set.discard(name)


def _newer(value: Any, server: Version) -> Iterator[Newer]:
    for path, model in models_in(value):
        first = _NEW_TYPES.get(type(model).__name__)
        if first and first > server:
            yield Newer(path, first, field=False)
        for name in _new_fields(model, server):
            yield Newer((*path, name), FIELDS[type(model).__name__, name], field=True)
        for name, inner in model.__dict__.items():
            if isinstance(inner, Enum):
                first = VALUES.get((type(inner).__name__, str(inner.value)))
                if first and first > server:
                    yield Newer((*path, name), first, field=False)


def _new_fields(model: BaseModel, server: Version) -> list[str]:
    kind = type(model).__name__
    return [
        name
        for name in model.model_fields_set
        if (kind, name) in FIELDS and FIELDS[kind, name] > server and getattr(model, name) is not None
    ]
