"""Calls about the instance itself."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
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


class ServiceCalls(Calls):
    """Calls about the instance itself."""

    def info(self, timeout: float | None = None) -> models.VersionInfo:
        """Read the instance's title, version and commit.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return self.send(GetVersion(), timeout=timeout)

    def telemetry(
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
        return self.send(GetTelemetry(anonymize, details_level, per_collection, whole_seconds(timeout)))

    def metrics(
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
        return self.send(GetMetrics(anonymize, per_collection, whole_seconds(timeout)))

    def healthz(self, timeout: float | None = None) -> str:
        """Ask whether the instance answers at all; no key is needed.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return self.send(CheckHealth(), timeout=timeout)

    def livez(self, timeout: float | None = None) -> str:
        """Ask whether the instance answers at all; no key is needed.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return self.send(CheckLiveness(), timeout=timeout)

    def readyz(self, timeout: float | None = None) -> str:
        """Ask whether the instance is ready for requests; no key is needed.

        Args:
            timeout: Seconds that the call may take as a whole.

        Raises:
            ServerError: It isn't ready yet: a node of a cluster that still catches up.
        """
        return self.send(CheckReadiness(), timeout=timeout)

    def get_issues(self, timeout: float | None = None) -> list[dict[str, Any]]:
        """Read what the instance finds wrong with how it is used, such as filters that lack an index.

        Args:
            timeout: Seconds that the call may take as a whole.

        Returns:
            Issues with their `id`, `description`, `solution` and `timestamp`.
        """
        issues: list[dict[str, Any]] = (self.send(GetIssues(), timeout=timeout))["issues"]
        return issues

    def clear_issues(self, timeout: float | None = None) -> bool:
        """Forget what was found wrong so far.

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return self.send(ClearIssues(), timeout=timeout)

    def get_quotas(self, timeout: float | None = None) -> models.QuotaStatus:
        """Read the quotas of the instance, and how far they are used up (Qdrant 1.19 and later).

        Args:
            timeout: Seconds that the call may take as a whole.
        """
        return self.send(GetQuotas(), timeout=timeout)

    def update_quotas(
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
        return self.send(UpdateQuotas(quota_config, wait), timeout=timeout)
