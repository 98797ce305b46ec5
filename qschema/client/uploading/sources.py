"""Where the points of an upload come from: read batch by batch, never as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import uuid4

from qschema.client.errors import InvalidRequest
from qschema.client.models.matrices import is_matrix
from qschema.client.uploading.batches import Batch, ColumnBatch, PointBatch


@dataclass(frozen=True, slots=True)
class Source:
    """Points to upload.

    Attributes:
        batches: Reads them from the beginning on, in batches.
        total: How many there are; None if that isn't known, and they can be read only once.
    """

    batches: Callable[[], Iterator[Batch]]
    total: int | None


def of_points(points: Iterable[Any], batch_size: int) -> Source:
    """Return a source of points one by one: models, or dictionaries."""
    _check_iterable("points", points)

    def batches() -> Iterator[Batch]:
        return map(PointBatch, _pieces(points, batch_size))

    return Source(batches, len(points) if isinstance(points, Collection) else None)


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
    named = isinstance(vectors, Mapping)
    parts: dict[str, Any] = dict(vectors) if isinstance(vectors, Mapping) else {"": vectors}
    if not parts:
        raise InvalidRequest("vectors has no columns", fix="give at least one vector name with its vectors")
    for name, column in parts.items():
        _check_iterable(f"vectors[{name!r}]" if named else "vectors", column)
    given = {"ids": ids, "payload": payloads}
    others = {name: column for name, column in given.items() if column is not None}
    for name, column in others.items():
        _check_iterable(name, column)
    everything = [*parts.values(), *others.values()]
    lengths = {len(column) for column in everything if isinstance(column, Collection)}
    if len(lengths) > 1:
        raise _not_as_many()
    columnar = named or is_matrix(vectors)

    def batches() -> Iterator[Batch]:
        for pieces in _together(everything, batch_size):
            found = dict(zip(others, pieces[len(parts) :], strict=True))
            some_ids = _as_list(found["ids"]) if "ids" in found else [str(uuid4()) for _ in range(len(pieces[0]))]
            some_payloads = _as_list(found["payload"]) if "payload" in found else None
            if columnar:
                columns = dict(zip(parts, pieces, strict=False))
                yield ColumnBatch(some_ids, columns if named else pieces[0], some_payloads)
            else:
                yield _as_points(some_ids, pieces[0], some_payloads)

    is_sized = all(isinstance(column, Collection) for column in everything)
    return Source(batches, lengths.pop() if is_sized else None)


def _as_points(ids: list[Any], vectors: Any, payloads: list[Any] | None) -> PointBatch:
    if payloads is None:
        return PointBatch([{"id": id, "vector": vector} for id, vector in zip(ids, vectors, strict=True)])
    rows = zip(ids, vectors, payloads, strict=True)
    return PointBatch([{"id": id, "vector": vector, "payload": payload} for id, vector, payload in rows])


def _together(columns: list[Any], size: int) -> Iterator[list[Any]]:
    """Yield pieces of several columns, each time as many of all."""
    readers = [_pieces(column, size) for column in columns]
    while True:
        pieces = [next(reader, ()) for reader in readers]
        lengths = {len(piece) for piece in pieces}
        if lengths == {0}:
            return
        if len(lengths) > 1:
            raise _not_as_many()
        yield pieces


def _pieces(column: Any, size: int) -> Iterator[Any]:
    """Yield a column in pieces: views of an array, lists of anything else."""
    if hasattr(column, "dtype") or isinstance(column, (list, tuple)):
        for start in range(0, len(column), size):
            yield column[start : start + size]
        return
    rows = iter(column)
    while piece := list(islice(rows, size)):
        yield piece


def _as_list(piece: Any) -> list[Any]:
    made: list[Any] = piece.tolist() if hasattr(piece, "tolist") else list(piece)
    return made


def _check_iterable(argument: str, value: Any) -> None:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable) or getattr(value, "ndim", 1) == 0:
        raise InvalidRequest(
            f"{argument} can't be a {type(value).__name__}", fix="pass a list, an array or a generator"
        )


def _not_as_many() -> InvalidRequest:
    return InvalidRequest("vectors, ids and payload are not as many", fix="give one of each for every point")
