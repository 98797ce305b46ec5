"""What vectors a collection takes, and whether points fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qschema.client import models
from qschema.client.models.matrices import is_matrix
from qschema.client.unread import NumberRows
from qschema.client.uploading.batches import Batch, ColumnBatch, part_of
from qschema.client.uploading.errors import PointsDontFit

_EMBEDDED_THERE = (models.Document, models.Image, models.InferenceObject)


@dataclass(frozen=True, slots=True)
class Layout:
    """The vectors of a collection.

    Attributes:
        collection: Its name, for errors.
        dense: Dense vectors by name; the one without a name is called "".
        sparse: The names of the sparse vectors.
    """

    collection: str
    dense: Mapping[str, models.VectorParams]
    sparse: frozenset[str]

    @classmethod
    def of(cls, collection: str, info: models.CollectionInfo) -> Layout:
        """Read the vectors of a collection from what the instance says about it."""
        declared = info.config.params.vectors
        dense = {"": declared} if isinstance(declared, models.VectorParams) else declared or {}
        return cls(collection, dense, frozenset(info.config.params.sparse_vectors or {}))

    def check(self, batch: Batch) -> None:
        """Look whether the points of a batch fit.

        Raises:
            PointsDontFit: One doesn't.
        """
        if isinstance(batch, ColumnBatch):
            columns = batch.vectors if isinstance(batch.vectors, Mapping) else {"": batch.vectors}
            for name, column in columns.items():
                self._check_column(name, column, batch.ids)
            return
        for point in batch.points:
            id = part_of(point, "id")
            if id is None:
                raise self._misfit("a point has no id")
            for name, vector in _by_name(part_of(point, "vector")):
                self._check(name, vector, f"point {id}")

    def _check_column(self, name: str, column: Any, ids: list[Any]) -> None:
        if isinstance(column, NumberRows):  # nobody has read them; the instance looks at their lengths
            self._dense(name, f"points {ids[0]} to {ids[-1]}")
            return
        if not is_matrix(column):
            for id, vector in zip(ids, column, strict=True):
                self._check(name, vector, f"point {id}")
            return
        where = f"points {ids[0]} to {ids[-1]}"
        params = self._dense(name, where)
        if column.ndim != (2 if params.multivector_config is None else 3):
            raise self._misfit(f"{where}: {_called(name)} can't be a matrix of shape {column.shape}")
        self._check_length(name, column.shape[-1], params.size, where)
        self._check_finite(name, column, where)

    def _check(self, name: str, vector: Any, where: str) -> None:
        if _is_embedded_there(vector):
            self._known(name, where)
        elif isinstance(vector, (models.SparseVector, Mapping)):
            self._check_sparse(name, vector, where)
        elif not hasattr(vector, "__len__") or isinstance(vector, str):
            raise self._misfit(f"{where}: {_called(name)} can't be a {type(vector).__name__}")
        else:
            params = self._dense(name, where)
            rows = vector if _has_rows(vector) else (vector,)
            if params.multivector_config is None and rows is vector:
                raise self._misfit(f"{where}: {_called(name)} has one row, not {len(vector)}")
            if len(rows) == 0:
                raise self._misfit(f"{where}: {_called(name)} is empty")
            for row in rows:
                self._check_length(name, len(row), params.size, where)
            if hasattr(vector, "dtype"):
                self._check_finite(name, vector, where)

    def _check_sparse(self, name: str, vector: Any, where: str) -> None:
        if name not in self.sparse:
            self._known(name, where)
            raise self._misfit(f"{where}: {_called(name)} is dense, not sparse")
        indices, values = part_of(vector, "indices"), part_of(vector, "values")
        if indices is None or values is None or len(indices) != len(values):
            raise self._misfit(f"{where}: {_called(name)} wants as many indices as values")

    def _check_length(self, name: str, length: int, wanted: int, where: str) -> None:
        if length != wanted:
            raise self._misfit(f"{where}: {_called(name)} has {wanted} numbers here, not {length}")

    def _check_finite(self, name: str, numbers: Any, where: str) -> None:
        import numpy

        if numbers.dtype.kind == "f" and not numpy.isfinite(numbers).all():
            raise self._misfit(f"{where}: {_called(name)} holds NaN or an infinite number, which JSON can't")

    def _dense(self, name: str, where: str) -> models.VectorParams:
        self._known(name, where)
        if name not in self.dense:
            raise self._misfit(f"{where}: {_called(name)} is sparse, not dense")
        return self.dense[name]

    def _known(self, name: str, where: str) -> None:
        if name not in self.dense and name not in self.sparse:
            there = ", ".join(map(repr, sorted((*self.dense, *self.sparse)))) or "none"
            raise self._misfit(f"{where}: {_called(name)} is unknown", why=f"the collection's vectors: {there}")

    def _misfit(self, what: str, why: str = "") -> PointsDontFit:
        fix = "give points that fit, or another collection"
        return PointsDontFit(what, collection=self.collection, why=why, fix=fix)


def _by_name(vectors: Any) -> list[tuple[str, Any]]:
    """Return the vectors of a point by name."""
    if isinstance(vectors, Mapping) and not _is_embedded_there(vectors):
        return list(vectors.items())
    return [] if vectors is None else [("", vectors)]


def _is_embedded_there(vector: Any) -> bool:
    """Whether the instance makes the vector itself, so that nothing is known of it here."""
    return isinstance(vector, _EMBEDDED_THERE) or (isinstance(vector, Mapping) and isinstance(vector.get("model"), str))


def _has_rows(vector: Any) -> bool:
    if hasattr(vector, "ndim"):
        return bool(vector.ndim > 1)
    return len(vector) > 0 and hasattr(vector[0], "__len__")


def _called(name: str) -> str:
    return f"the vector {name!r}" if name else "the vector without a name"
