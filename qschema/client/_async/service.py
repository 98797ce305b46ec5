"""Calls about the instance itself."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import whole_seconds
from qschema.client.requests.service import (
    CheckHealth,
    CheckLiveness,
    CheckReadiness,
    ClearIssues,
    GetIssues,
    GetMetrics,
    GetQuotas,
    GetTelemetry,
    GetVersion,
    UpdateQuotas,
)


class AsyncServiceCalls(AsyncCalls):
    """Calls about the instance itself."""

    async def info(self, timeout: float | None = None) -> models.VersionInfo:
        """Read the instance's title, version and commit.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(GetVersion(), timeout=timeout)

    async def telemetry(
        self,
        details_level: int | None = None,
        anonymize: bool | None = None,
        per_collection: bool | None = None,
        timeout: float | None = None,
    ) -> models.TelemetryData:
        """Read figures of the instance: its collections, requests, memory and hardware.

        Args:
            details_level: How much to tell, from 0 on.
            anonymize: Whether to leave out names, and blur numbers.
            per_collection: Whether to tell requests apart by collection (Qdrant 1.18 and later).
            timeout: Seconds that the server may collect.
        """
        return await self.send(GetTelemetry(anonymize, details_level, per_collection, whole_seconds(timeout)))

    async def metrics(
        self,
        anonymize: bool | None = None,
        per_collection: bool | None = None,
        timeout: float | None = None,
    ) -> str:
        """Read figures of the instance in the format of Prometheus.

        Args:
            anonymize: Whether to leave out names, and blur numbers.
            per_collection: Whether to tell requests apart by collection (Qdrant 1.18 and later).
            timeout: Seconds that the server may collect.
        """
        return await self.send(GetMetrics(anonymize, per_collection, whole_seconds(timeout)))

    async def healthz(self, timeout: float | None = None) -> str:
        """Ask whether the instance answers at all; no key is needed.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(CheckHealth(), timeout=timeout)

    async def livez(self, timeout: float | None = None) -> str:
        """Ask whether the instance answers at all; no key is needed.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(CheckLiveness(), timeout=timeout)

    async def readyz(self, timeout: float | None = None) -> str:
        """Ask whether the instance is ready for requests; no key is needed.

        Args:
            timeout: Seconds that the call may take as a whole.

        Raises:
            ServerError: It isn't ready yet: a node of a cluster that still catches up.
        """
        return await self.send(CheckReadiness(), timeout=timeout)

    async def get_issues(self, timeout: float | None = None) -> list[dict[str, Any]]:
        """Read what the instance finds wrong with how it is used, such as filters that lack an index.

        Args:
            timeout: Seconds that the call may take as a whole.

        Returns:
            Issues with their `id`, `description`, `solution` and `timestamp`.
        """
        issues: list[dict[str, Any]] = (await self.send(GetIssues(), timeout=timeout))["issues"]
        return issues

    async def clear_issues(self, timeout: float | None = None) -> bool:
        """Forget what was found wrong so far.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(ClearIssues(), timeout=timeout)

    async def get_quotas(self, timeout: float | None = None) -> models.QuotaStatus:
        """Read the quotas of the instance, and how far they are used up (Qdrant 1.19 and later).

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(GetQuotas(), timeout=timeout)

    async def update_quotas(
        self,
        quota_config: models.QuotaConfig,
        wait: bool = True,
        timeout: float | None = None,
    ) -> bool:
        """Set the quotas of the instance, all of them at once (Qdrant 1.19 and later).

        Args:
            quota_config: The new quotas; what is left out gets its default.
            wait: Whether to wait until all nodes of a cluster have them.
            timeout: Seconds that the call may take as a whole.
        """
        return await self.send(UpdateQuotas(quota_config, wait), timeout=timeout)
