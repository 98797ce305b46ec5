"""What the attributes of a model class are: payload fields with an index, dense vectors, sparse vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qschema.client import models


@dataclass(frozen=True)
class Part:
    """What an attribute declares.

    Attributes:
        part: The key of a declaration that it stands under: `vectors`, `sparse_vectors` or `payload_indexes`.
        name: The vector's name, or the field's path; None for the attribute's own name.
        said: What is said of it.
    """

    part: str
    name: str | None
    said: Mapping[str, Any]


def field(path: str | None = None, *, index: str | None = None, **options: Any) -> Any:
    """Declare a payload field that is indexed; one that isn't needs nothing but its annotation.

    Args:
        path: The field's path, such as `place.at` or `tags[]`; None for the attribute's name.
        index: The type of its index; None takes the one that fits the annotation: `str` a `keyword`, `int` an
            `integer`, `float` a `float`, `bool` a `bool`, `datetime` a `datetime`, `UUID` a `uuid`, `GeoPoint` a `geo`
            index, and lists what their items do.
        **options: The options of the index, as in Qdrant's index object: `is_tenant=True`.
    """
    return Part("payload_indexes", path, {**({"type": index} if index else {}), **options})


def vector(
    size: int,
    distance: str | models.Distance,
    *,
    name: str | None = None,
    on_disk: bool | None = None,
    memory: str | None = None,
    datatype: str | None = None,
    hnsw_config: Mapping[str, Any] | models.HnswConfigDiff | None = None,
    quantization_config: Mapping[str, Any] | models.QuantizationConfig | None = None,
    multivector_config: Mapping[str, Any] | models.MultiVectorConfig | None = None,
    embed: Mapping[str, Any] | None = None,
) -> Any:
    """Declare a dense vector, with Qdrant's own parameters.

    Args:
        size: How many numbers it has.
        distance: How two of them are compared: `Cosine`, `Dot`, `Euclid` or `Manhattan`.
        name: The vector's name; None for the attribute's, and `""` for a vector without one.
        on_disk: Whether it lies on disk.
        memory: Where it lies, from Qdrant 1.19 on.
        datatype: How its numbers are stored.
        hnsw_config: What its graph has otherwise than the collection's.
        quantization_config: What its quantization is otherwise than the collection's.
        multivector_config: Makes it a multivector.
        embed: Which model fills it, and from what: `{"model": …, "from": …}`.
    """
    return Part(
        "vectors",
        name,
        _given(
            size=size,
            distance=distance,
            on_disk=on_disk,
            memory=memory,
            datatype=datatype,
            hnsw_config=hnsw_config,
            quantization_config=quantization_config,
            multivector_config=multivector_config,
            embed=embed,
        ),
    )


def sparse_vector(
    *,
    name: str | None = None,
    modifier: str | models.Modifier | None = None,
    index: Mapping[str, Any] | models.SparseIndexParams | None = None,
    embed: Mapping[str, Any] | None = None,
) -> Any:
    """Declare a sparse vector, with Qdrant's own parameters.

    Args:
        name: The vector's name; None for the attribute's.
        modifier: `idf`, or none.
        index: How its index is kept.
        embed: Which model fills it, and from what: `{"model": …, "from": …}`.
    """
    return Part("sparse_vectors", name, _given(modifier=modifier, index=index, embed=embed))


def _given(**said: Any) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value is not None}
