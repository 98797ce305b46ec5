"""The errors that applications catch, under the official client's names."""

from __future__ import annotations

from qschema.client.errors import QdrantError, RateLimited

__all__ = ["QdrantException", "ResourceExhaustedResponse"]

QdrantException = QdrantError
"""The base of all errors of a call."""

ResourceExhaustedResponse = RateLimited
"""429: too many requests. The same error as `UnexpectedResponse` has for it, whether or not it says when to return."""
