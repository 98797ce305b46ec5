"""Vectors that are created and dropped while a shard is open."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard import text
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.errors import ValidationFailed

_LARGEST = 65536
_LONGEST_NAME = 200


def creation(name: str, config: models.VectorNameConfig) -> Any:
    """Return the engine's operation that creates a vector.

    The engine takes a size of zero and a long name, and refuses every write after that (qdrant-edge-py 0.9.0).

    Raises:
        ValidationFailed: The size or the name is out of bounds.
    """
    if len(name.encode()) > _LONGEST_NAME:
        raise ValidationFailed(f"the name of a vector has at most {_LONGEST_NAME} bytes", status=422)
    with engine_errors():
        if isinstance(config, models.SparseVectorNameConfig):
            idf = config.sparse.modifier is models.Modifier.IDF
            return edge.UpdateOperation.create_sparse_vector(
                name, edge.Modifier.Idf if idf else None, _datatype(config.sparse.datatype)
            )
        dense = config.dense
        if not 1 <= dense.size <= _LARGEST:
            raise ValidationFailed(f"the size of a vector is a number from 1 to {_LARGEST}", status=422)
        multi = edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim) if dense.multivector_config else None
        return edge.UpdateOperation.create_dense_vector(
            name, dense.size, getattr(edge.Distance, dense.distance.value), multi, _datatype(dense.datatype)
        )


def declared(config: models.CollectionConfig, name: str) -> models.VectorNameConfig:
    """Return what creates a vector that a collection's configuration has."""
    vectors = config.params.vectors or {}
    dense = vectors if isinstance(vectors, models.VectorParams) else vectors.get(name)
    if dense is not None:
        fields = dense.model_dump(mode="json", include=set(models.DenseVectorConfig.model_fields))
        return models.DenseVectorNameConfig.model_validate({"dense": fields})
    sparse = (config.params.sparse_vectors or {})[name]
    datatype = sparse.index and sparse.index.datatype
    fields = {"modifier": sparse.modifier, "datatype": datatype and datatype.value}
    return models.SparseVectorNameConfig.model_validate({"sparse": fields})


def _datatype(given: models.VectorStorageDatatype | None) -> Any:
    return text.word(edge.VectorStorageDatatype, given)
