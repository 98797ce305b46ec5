"""The blocking client, under the official client's module name."""

from __future__ import annotations

from qschema.client._sync.client import QdrantClient

__all__ = ["QdrantClient"]
