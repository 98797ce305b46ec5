"""How large a collection is, as a server estimates it (measured on 1.19.0)."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.collection import Collection

_BYTES = {"float32": 4, "float16": 2, "uint8": 1}
_BYTES_OF_SPARSE = 12
"""Of one value with its index, whatever they are kept as."""

_SAMPLE = 1000
_BLOCK = 128
"""Payloads are kept in blocks of so many bytes."""


def point_count(collection: Collection) -> int:
    """Return how many points there are."""
    return collection.shard.info().points


def payload_bytes(collection: Collection) -> int:
    """Return how much room payloads take: the blocks that the engine has marked as used."""
    marks = collection.shard_folder.glob("segments/*/payload_storage/bitmask.dat")
    return sum(int.from_bytes(file.read_bytes(), "little").bit_count() for file in marks) * _BLOCK


def vector_bytes(collection: Collection) -> int:
    """Return how much room vectors take; the average of those of varying length is that of a sample."""
    params = collection.wire_config().params
    dense = params.vectors if isinstance(params.vectors, dict) else {"": params.vectors} if params.vectors else {}
    total = sum(_dense(collection, name, one) for name, one in dense.items())
    return total + sum(_varying(collection, name, _BYTES_OF_SPARSE) for name in params.sparse_vectors or {})


def _dense(collection: Collection, name: str, params: models.VectorParams) -> int:
    size = params.size * _BYTES.get(params.datatype.value if params.datatype else "float32", 1)
    if params.multivector_config is not None:
        return _varying(collection, name, size)
    return _having(collection, name) * size


def _varying(collection: Collection, name: str, size: int) -> int:
    having = _having(collection, name)
    request = models.ScrollRequest(filter=_filter(name), limit=_SAMPLE, with_payload=False, with_vector=[name])
    lengths = [_length(one.vector, name) for one in collection.shard.scroll(request).points] if having else []
    return having * (sum(lengths) * size // len(lengths)) if lengths else 0


def _length(vectors: Any, name: str) -> int:
    vector = vectors[name] if isinstance(vectors, dict) else vectors
    return len(vector.indices if isinstance(vector, models.SparseVector) else vector)


def _having(collection: Collection, name: str) -> int:
    return collection.shard.count(models.CountRequest(filter=_filter(name), exact=True)).count


def _filter(name: str) -> models.Filter:
    return models.Filter(must=[models.HasVectorCondition(has_vector=name)])
