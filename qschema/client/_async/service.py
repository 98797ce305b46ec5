"""Calls about the instance itself."""

from __future__ import annotations

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.requests.service import GetVersion


class AsyncServiceCalls(AsyncCalls):
    """Calls about the instance itself."""

    async def info(self) -> models.VersionInfo:
        """Read the instance's title, version and commit."""
        return await self.send(GetVersion())
