"""The blocking client of a server, under the official client's module name."""

from __future__ import annotations

from qschema.client._sync.kinds import QdrantRemote

__all__ = ["QdrantRemote"]
