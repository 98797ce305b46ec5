"""Calls about the instance itself."""

from __future__ import annotations

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.requests.service import GetVersion


class ServiceCalls(Calls):
    """Calls about the instance itself."""

    def info(self) -> models.VersionInfo:
        """Read the instance's title, version and commit."""
        return self.send(GetVersion())
