"""What callers may write in place of vectors: lists, tuples and arrays, for type checkers as well.

At run time these are the API's own unions, with what reads arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Protocol

from qschema.client.models.matrices import NumpyMatrices
from qschema.client.models.python_inputs import NumpyVectors
from qschema.client.models.vector_values import BatchVectorStruct, VectorStruct


class Array(Protocol):
    """A numpy array, or whatever else can be written as a list."""

    def tolist(self) -> Any:
        """Return the numbers as a list, or as a list of lists."""
        ...


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qschema.client.models.vector_values import Document, Image, InferenceObject, SparseVector

    Numbers = Sequence[float] | Array
    ToEmbed = Document | Image | InferenceObject
    GivenVector = Numbers | Sequence[Numbers] | SparseVector | ToEmbed

    GivenVectors = Numbers | Sequence[Numbers] | Mapping[str, GivenVector] | ToEmbed
    GivenColumns = (
        Array
        | Sequence[Numbers]
        | Sequence[Sequence[Numbers]]
        | Mapping[str, Array | Sequence[GivenVector]]
        | Sequence[Document]
        | Sequence[Image]
        | Sequence[InferenceObject]
    )
else:
    GivenVectors = Annotated[VectorStruct, NumpyVectors]
    GivenColumns = Annotated[BatchVectorStruct, NumpyMatrices]
