"""The errors that applications catch, under the official client's names."""

from __future__ import annotations

from qschema.client.errors import QdrantError, ResponseHandlingException, UnexpectedResponse

__all__ = ["ApiException", "ResponseHandlingException", "UnexpectedResponse"]

ApiException = QdrantError
"""The base of all errors of a call."""
