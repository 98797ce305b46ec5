"""How full a collection may be.

A server doesn't measure a collection at each write: it does at every 32nd of those that have such a limit, and compares
with the last figures until then, with nothing at first (measured on 1.19.0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from qschema.client.embedded.collection import Collection
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.numbers import megabytes
from qschema.client.embedded.strict.refusals import reached
from qschema.client.embedded.strict.sizes import payload_bytes, point_count, vector_bytes

_EVERY = 32


@dataclass(slots=True)
class _Known:
    """What is known of how full a collection is."""

    writes: int = 0
    figures: dict[str, int] = field(default_factory=dict)


_MEASURES: dict[str, tuple[Callable[[Collection], int], Callable[[int], str]]] = {
    "max_collection_vector_size_bytes": (
        vector_bytes,
        lambda most: f"Max vector storage size limit of {megabytes(most)}MB reached!",
    ),
    "max_collection_payload_size_bytes": (
        payload_bytes,
        lambda most: f"Max payload storage size limit of {megabytes(most)}MB reached!",
    ),
    "max_points_count": (point_count, lambda most: f"Max points count limit of {most} reached!"),
}
"""Limit → what measures it, and what is said when it is reached."""

_known: WeakKeyDictionary[Collection, _Known] = WeakKeyDictionary()
_guard = Lock()


def check_room(collection: Collection, limits: Limits, names: tuple[str, ...]) -> None:
    """Refuse a write to a collection that was full when it was last measured.

    Args:
        collection: Where is written.
        limits: Its limits.
        names: The limits that the write is under.
    """
    said = {name: limits[name] for name in names if limits.get(name) is not None}
    if not said:
        return
    figures = _figures(collection, limits)
    for name, most in said.items():
        if figures.get(name, 0) >= most:
            raise reached(_MEASURES[name][1](most))


def _figures(collection: Collection, limits: Limits) -> dict[str, int]:
    with _guard:
        known = _known.setdefault(collection, _Known())
        known.writes += 1
        due = known.writes % _EVERY == 0
    if due:
        measured = {name: measure(collection) for name, (measure, _) in _MEASURES.items() if name in limits}
        known.figures = measured
    return known.figures
