"""What transforms would make of some points: a dry run, which writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qschema.apply.copying.census import pages
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.side import Side


@dataclass(frozen=True)
class Preview:
    """A point before and after.

    Attributes:
        before: The point as it is, as the API has it.
        after: The point as it would be; None if it would be left out.
    """

    before: dict[str, Any]
    after: dict[str, Any] | None


def preview(source: Side, options: CopyOptions, count: int) -> Iterator[Preview]:
    """Yield the first points of a collection, before and after.

    Args:
        source: The collection.
        options: What is done to them.
        count: How many.
    """
    for points in pages(source, most=count, where=options.where, with_vectors=options.with_vectors):
        for row in range(len(points)):
            one = points.take([row])
            after = options.transform(one)
            yield Preview(_point(one), _point(after) if len(after) else None)


def _point(points: PointColumns) -> dict[str, Any]:
    """Return a single point as the API has it."""
    vectors = {name: _plain(column.written())[0] for name, column in points.vectors.items() if column.present.all()}
    return {"id": points.ids[0], "vector": vectors, "payload": points.payloads[0]}


def _plain(vector: Any) -> Any:
    if isinstance(vector, dict):
        return {key: _plain(part) for key, part in vector.items()}
    if isinstance(vector, list):
        return [_plain(part) for part in vector]
    return vector.tolist() if hasattr(vector, "tolist") else vector
