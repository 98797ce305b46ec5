"""Messages of gRPC given to the clients' methods, read as the models that they are.

Nothing here imports protobuf before a message is there, whose making has imported it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from functools import lru_cache
from typing import Any

_LISTS = (list, tuple, set, frozenset, deque, ValuesView)


def without_messages(value: Any) -> Any:
    """Return a value in which every message is the model that it stands for, at any depth of lists and dictionaries.

    Messages may be ours or those of an installed `qdrant_client`. A value without messages is returned as it is; an
    iterator is read no sooner than it would be. What is nested too deeply, or within itself, is returned as it is, for
    the checks of what a call may say to refuse.
    """
    try:
        return _read(value)
    except RecursionError:
        return value


def _read(value: Any) -> Any:
    kind: Any = type(value)
    way = _way(kind)
    return value if way is None else way(value)


@lru_cache(maxsize=1024)
def _way(kind: type) -> Callable[[Any], Any] | None:
    """Return how values of a type are read, or None where they can't hold messages: numbers, texts, models, arrays."""
    if hasattr(kind, "DESCRIPTOR") and hasattr(kind, "SerializeToString"):
        return _model
    if kind.__module__.startswith("google."):  # repeated fields and maps of messages
        return _whole_mapping if issubclass(kind, Mapping) else _whole_list
    if issubclass(kind, _LISTS):
        return _list
    if issubclass(kind, Mapping):
        return _mapping
    # A file is an iterator as well.
    return _iterator if issubclass(kind, Iterator) and not hasattr(kind, "read") else None


def _model(message: Any) -> Any:
    from qschema.client.errors import InvalidRequest
    from qschema.client.grpc.conversion import from_message

    name = message.DESCRIPTOR.full_name
    try:
        return from_message(message)
    except (KeyError, ValueError) as error:
        raise InvalidRequest(
            f"the message {name} stands for no argument", why=str(error), fix="pass a model"
        ) from error


def _list(values: Any) -> Any:
    if "google.protobuf.message" not in sys.modules:
        return values
    kinds: set[Any] = set(map(type, values))  # few, where there are many values
    if all(_way(kind) is None for kind in kinds):
        return values
    found = _whole_list(values)
    return values if all(map(_same, found, values)) else found


def _mapping(values: Any) -> Any:
    if "google.protobuf.message" not in sys.modules:
        return values
    found = _whole_mapping(values)
    return values if all(map(_same, found.values(), values.values())) else found


def _whole_list(values: Iterable[Any]) -> list[Any]:
    return [_read(value) for value in values]


def _whole_mapping(values: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: _read(values[key]) for key in values}


def _iterator(values: Iterator[Any]) -> Iterator[Any]:
    return map(without_messages, values)


def _same(one: Any, other: Any) -> bool:
    return one is other
