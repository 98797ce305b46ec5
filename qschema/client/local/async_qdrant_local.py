"""The client of an engine on this machine for event loops, under the official client's module name."""

from __future__ import annotations

from qschema.client._async.kinds import AsyncQdrantLocal

__all__ = ["AsyncQdrantLocal"]
