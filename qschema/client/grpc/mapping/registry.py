"""The table of all codecs by the names of their messages, and those that stand for the same message elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from qschema.client.grpc.codecs.choices import Case, OneOf
from qschema.client.grpc.codecs.records import Record, Split
from qschema.client.grpc.codecs.selections import Selecting
from qschema.client.grpc.codecs.words import Words
from qschema.client.grpc.codecs.wrappers import Holder, Wrapped
from qschema.client.models.base import Model
from qschema.client.models.enums import WireEnum

_TABLES = (
    "answers",
    "cluster",
    "collections",
    "expressions",
    "filters",
    "indexes",
    "points",
    "query",
    "searching",
    "settings",
    "updates",
    "vectors",
    "words",
)

CODECS: dict[str, Any] = {}
"""The codec of each message by its name; where one message stands for several models, the others by theirs."""


def lookup(name: str) -> Any:
    """Return the codec of a message, or the words of an enumeration, by its name.

    Raises:
        KeyError: There is none.
    """
    return codecs()[name]


@cache
def codecs() -> Mapping[str, Any]:
    """Return the whole table."""
    for table in _TABLES:
        import_module(f"qschema.client.grpc.mapping.{table}")
    return CODECS


def add(name: str, codec: Any) -> None:
    """Put a codec into the table."""
    if name in CODECS:
        raise KeyError(f"{name} is there already")
    CODECS[name] = codec


def record(
    model: type[Model],
    message: str,
    key: str | None = None,
    *,
    names: Mapping[str, str | tuple[Split, ...]] | None = None,
    via: Mapping[str, Any] | None = None,
    constant: Mapping[str, Any] | None = None,
    always: Mapping[str, Any] | None = None,
    needs: Iterable[str] = (),
    only_true: Iterable[str] = (),
    lacking: Iterable[str] = (),
) -> Record:
    """Put a model with its message's fields into the table; see `Record`."""
    made = Record(
        model,
        message,
        lookup=lookup,
        names=names,
        via=via,
        constant=constant,
        always=always,
        needs=needs,
        only_true=only_true,
        lacking=lacking,
    )
    add(key or message, made)
    return made


def same(*models: type[Model]) -> None:
    """Put models into the table whose messages have their names and their fields."""
    for model in models:
        record(model, model.__name__)


def selecting(
    model: type[Model] | None,
    message: str,
    field: str,
    *,
    names: Mapping[str, str | tuple[Split, ...]] | None = None,
) -> None:
    """Put a message that selects points into the table; see `Selecting`."""
    shared = None
    if model is not None:
        known = {"shard_key": "shard_key_selector", **(names or {})}
        shared = Record(model, message, lookup=lookup, names=known, lacking=("points", "filter"))
    add(message, Selecting(shared, message, field, lookup=lookup))


def one_of(message: str, *cases: Case, key: str | None = None, empty: Any = None, oneof: str | None = None) -> None:
    """Put a union into the table; see `OneOf`."""
    add(key or message, OneOf(message, *cases, lookup=lookup, empty=empty, oneof=oneof))


def holder(message: str, field: str, *, key: str | None = None, via: Any = None, empty: Any = None) -> None:
    """Put a message around one value into the table; see `Holder`."""
    add(key or message, Holder(message, field, lookup=lookup, via=via, empty=empty))


def wrapped(model: type[Model], name: str, inner: Any) -> Wrapped:
    """Return the codec of a model around one value; see `Wrapped`."""
    return Wrapped(model, name, inner, lookup=lookup)


def words(kind: type[WireEnum], enum: str | None = None, *, key: str | None = None, prefix: str = "") -> None:
    """Put an enumeration into the table; see `Words`."""
    name = enum or kind.__name__
    add(key or name, Words(kind, name, prefix))
