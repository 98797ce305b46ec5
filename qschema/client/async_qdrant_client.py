"""The client for event loops, under the official client's module name."""

from __future__ import annotations

from qschema.client._async.client import AsyncQdrantClient

__all__ = ["AsyncQdrantClient"]
