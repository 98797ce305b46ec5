"""A Qdrant client: every call as a method, sync and async, and as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qschema.client.lazy import lazily

if TYPE_CHECKING:
    from qschema.client import errors, models, requests
    from qschema.client._async.client import AsyncQdrantClient
    from qschema.client._sync.client import QdrantClient

__all__ = ["AsyncQdrantClient", "QdrantClient", "errors", "models", "requests"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "AsyncQdrantClient": "qschema.client._async.client",
        "QdrantClient": "qschema.client._sync.client",
        **{name: f"{__name__}.{name}" for name in ("errors", "models", "requests")},
    },
)
