"""Where the points of an upload come from: read batch by batch, never as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from qschema.client.errors import InvalidRequest
from qschema.client.models.matrices import is_matrix
from qschema.client.uploading.batches import Batch, ColumnBatch, PointBatch, part_of
from qschema.client.uploading.reading import Reader, Row, not_as_many, random_ids


@dataclass(frozen=True, slots=True)
class Source:
    """Points to upload.

    Attributes:
        read: Begins to read them.
        total: How many there are; None if that isn't known, and they can be read only once.
        ids_after: Returns the ids of all that follow on a number of points, without their vectors; only where `total`
            is known.
    """

    read: Callable[[], Reader]
    total: int | None
    ids_after: Callable[[int], Iterable[Any]]

    def ids_from(self, first: Row) -> dict[Row, Any]:
        """Return the ids from a row on; only where `total` is known."""
        return dict(enumerate(self.ids_after(first), first))


def of_points(points: Iterable[Any], batch_size: int) -> Source:
    """Return a source of points one by one: models, or dictionaries."""
    _check_iterable("points", points)
    total = len(points) if isinstance(points, Collection) else None

    def read() -> Reader:
        return Reader(
            [points], batch_size, lambda row, pieces: PointBatch(row, pieces[0]), lambda pieces: _ids(*pieces)
        )

    return Source(read, total, lambda count: _ids(islice(points, count, None)))


def of_columns(vectors: Any, payloads: Iterable[Any] | None, ids: Iterable[Any] | None, batch_size: int) -> Source:
    """Return a source of points whose vectors, ids and payloads come apart; ids that are missing are made up.

    Args:
        vectors: A matrix, columns by name, or any iterable of what a point can have for a vector.
        payloads: As many payloads, or None.
        ids: As many ids, or None.
        batch_size: The most points of a batch.

    Raises:
        InvalidRequest: They can't be that, or are not as many.
    """
    names = list(vectors) if isinstance(vectors, Mapping) else None
    parts = [vectors] if names is None else list(vectors.values())
    if not parts:
        raise InvalidRequest("vectors has no columns", fix="give at least one vector name with its vectors")
    for name, part in zip(names or [""], parts, strict=True):
        _check_iterable("vectors" if names is None else f"vectors[{name!r}]", part)
    for name, part in (("ids", ids), ("payload", payloads)):
        if part is not None:
            _check_iterable(name, part)
    # Ids come first: of rows whose reading is broken off, they are known.
    columns = [*([] if ids is None else [ids]), *parts, *([] if payloads is None else [payloads])]
    lengths = {len(column) for column in columns if isinstance(column, Collection)}
    if len(lengths) > 1:
        raise not_as_many()
    total = lengths.pop() if all(isinstance(column, Collection) for column in columns) else None

    def made_of(row: Row, pieces: list[Any]) -> Batch:
        some_ids = random_ids(len(pieces[0])) if ids is None else _as_list(pieces[0])
        some_payloads = None if payloads is None else _as_list(pieces[-1])
        some = pieces[0 if ids is None else 1 :][: len(parts)]
        if names is not None:
            return ColumnBatch(row, some_ids, dict(zip(names, some, strict=True)), some_payloads)
        if is_matrix(vectors):
            return ColumnBatch(row, some_ids, some[0], some_payloads)
        return PointBatch(row, _as_points(some_ids, some[0], some_payloads))

    def ids_after(count: int) -> Iterable[Any]:
        return random_ids((total or 0) - count) if ids is None else _as_list(islice(ids, count, None))

    return Source(
        lambda: Reader(columns, batch_size, made_of, lambda pieces: None if ids is None else _as_list(pieces[0])),
        total,
        ids_after,
    )


def _as_points(ids: list[Any], vectors: Any, payloads: list[Any] | None) -> list[Any]:
    if payloads is None:
        return [{"id": id, "vector": vector} for id, vector in zip(ids, vectors, strict=True)]
    rows = zip(ids, vectors, payloads, strict=True)
    return [{"id": id, "vector": vector, "payload": payload} for id, vector, payload in rows]


def _ids(points: Iterable[Any]) -> list[Any]:
    return [part_of(point, "id") for point in points]


def _as_list(piece: Any) -> list[Any]:
    """Return ids or payloads as Python has them: numbers of numpy are none of JSON."""
    if hasattr(piece, "tolist"):
        made: list[Any] = piece.tolist()
        return made
    return [part.item() if hasattr(part, "dtype") else part for part in piece]


def _check_iterable(argument: str, value: Any) -> None:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable) or getattr(value, "ndim", 1) == 0:
        raise InvalidRequest(
            f"{argument} can't be a {type(value).__name__}", fix="pass a list, an array or a generator"
        )
