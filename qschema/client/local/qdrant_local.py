"""The blocking client of an engine on this machine, under the official client's module name."""

from __future__ import annotations

from qschema.client._sync.kinds import QdrantLocal

__all__ = ["QdrantLocal"]
