"""Points to write whose vectors have names that the collection doesn't have.

A server looks at names only as it writes a point: one that a condition leaves alone may name anything, though what it
names rightly has to fit (measured on Qdrant 1.19.0).
"""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.ids import engine_id
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.targets import meeting
from qschema.client.models.given import GivenVectors

Row = tuple[models.ExtendedPointId, GivenVectors, dict[str, Any] | None]
"""A point to write: its id, its vectors, its payload."""


def to_be_looked_at(shard: Any, layout: Layout, rows: list[Row], filter: Any, mode: Any) -> list[Row]:
    """Return points without those that name unknown vectors and are left alone.

    Args:
        shard: The engine's shard.
        layout: The vectors that it has.
        rows: What is to be written.
        filter: What a point that is there has to meet to be written, or None.
        mode: Whether points are only inserted or only updated, as the engine names it, or None.
    """
    unknown = [engine_id(id) for id, vector, _ in rows if not _names(vector) <= layout.vectors.keys()]
    if not unknown:
        return rows
    with engine_errors():
        there = {point.id for point in shard.retrieve(unknown, False, False)}
    written = there if mode == edge.UpdateMode.UpdateOnly else set(unknown)
    if mode == edge.UpdateMode.InsertOnly:
        written -= there
    elif filter is not None:
        written -= there - meeting(shard, filter, set(unknown))
    alone = set(unknown) - written
    return [row for row in rows if engine_id(row[0]) not in alone]


def _names(vector: GivenVectors) -> set[str]:
    return set(vector) if isinstance(vector, dict) else {""}
