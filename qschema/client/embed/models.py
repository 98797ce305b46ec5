"""Vectors that are numbers, with nothing in them that is still to be embedded, under the official client's names."""

from __future__ import annotations

from pydantic import StrictFloat, StrictStr

from qschema.client.models import ExtendedPointId, SparseVector

__all__ = ["NumericVector", "NumericVectorInput", "NumericVectorStruct"]

NumericVector = list[StrictFloat] | SparseVector | list[list[StrictFloat]]
"""One vector; dense, sparse or a multivector."""

NumericVectorInput = list[StrictFloat] | SparseVector | list[list[StrictFloat]] | ExtendedPointId
"""What a search starts from; a vector, or the id of a point."""

NumericVectorStruct = list[StrictFloat] | list[list[StrictFloat]] | dict[StrictStr, NumericVector]
"""All vectors of a point, the unnamed one or several by name."""
