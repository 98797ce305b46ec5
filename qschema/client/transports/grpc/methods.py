"""The methods of Qdrant's services: their paths, and the classes of what they take and return."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from qschema.client.grpc.pool import PACKAGE, message_class, pool

SERVICES = tuple(f"{PACKAGE}.{name}" for name in ("Collections", "Points", "Snapshots", "Qdrant"))


class Method(NamedTuple):
    """A method of a service: its name, its path, the class of its question, and that of its answer."""

    name: str
    path: str
    question: Any
    answer: Any


def methods_of(service: str) -> Iterator[Method]:
    """Yield the methods of a service, given as `qdrant.Points`."""
    for name in pool().FindServiceByName(service).methods_by_name:
        yield method_at(f"/{service}/{name}")


@cache
def method_at(path: str) -> Method:
    """Return the method with a path, given as `/qdrant.Points/Upsert`.

    Raises:
        KeyError: There is none.
    """
    service, _, name = path.removeprefix("/").partition("/")
    found = pool().FindServiceByName(service).methods_by_name[name]
    return Method(name, path, message_class(found.input_type.full_name), message_class(found.output_type.full_name))
