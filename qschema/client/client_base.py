"""The base of the blocking clients, under the official client's module name."""

from __future__ import annotations

from qschema.client._sync.client_base import QdrantBase

__all__ = ["QdrantBase"]
