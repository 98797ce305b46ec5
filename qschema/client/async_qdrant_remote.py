"""The client of a server for event loops, under the official client's module name."""

from __future__ import annotations

from qschema.client._async.kinds import AsyncQdrantRemote

__all__ = ["AsyncQdrantRemote"]
