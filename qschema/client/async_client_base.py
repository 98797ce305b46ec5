"""The base of the clients for event loops, under the official client's module name."""

from __future__ import annotations

from qschema.client._async.client_base import AsyncQdrantBase

__all__ = ["AsyncQdrantBase"]
