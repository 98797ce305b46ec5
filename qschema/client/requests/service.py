"""Requests about the instance itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class GetVersion(Request[models.VersionInfo]):
    """Read the instance's title, version and commit."""

    rest: ClassVar = RestForm(verb="GET", path="/", envelope=False)
    result: ClassVar = models.VersionInfo


@dataclass(frozen=True, slots=True)
class GetTelemetry(Request[models.TelemetryData]):
    """Read figures of the instance: its collections, requests, memory and hardware."""

    rest: ClassVar = RestForm(
        verb="GET", path="/telemetry", query=("anonymize", "details_level", "per_collection", "timeout")
    )
    result: ClassVar = models.TelemetryData

    anonymize: bool | None = None
    details_level: int | None = None
    per_collection: bool | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class GetMetrics(Request[str]):
    """Read figures of the instance in the format of Prometheus."""

    rest: ClassVar = RestForm(
        verb="GET", path="/metrics", query=("anonymize", "per_collection", "timeout"), answer="text"
    )
    result: ClassVar = str

    anonymize: bool | None = None
    per_collection: bool | None = None
    timeout: int | None = None


@dataclass(frozen=True, slots=True)
class CheckHealth(Request[str]):
    """Ask whether the instance answers at all."""

    rest: ClassVar = RestForm(verb="GET", path="/healthz", answer="text")
    result: ClassVar = str


@dataclass(frozen=True, slots=True)
class CheckLiveness(Request[str]):
    """Ask whether the instance answers at all, under the name that Kubernetes uses."""

    rest: ClassVar = RestForm(verb="GET", path="/livez", answer="text")
    result: ClassVar = str


@dataclass(frozen=True, slots=True)
class CheckReadiness(Request[str]):
    """Ask whether the instance is ready for requests; a node that still catches up answers 503."""

    rest: ClassVar = RestForm(verb="GET", path="/readyz", answer="text")
    result: ClassVar = str
    repeatable: ClassVar = False  # a 503 is what was asked for


@dataclass(frozen=True, slots=True)
class GetIssues(Request[dict[str, Any]]):
    """Read what the instance finds wrong with how it is used."""

    rest: ClassVar = RestForm(verb="GET", path="/issues")
    result: ClassVar = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClearIssues(Request[bool]):
    """Forget what was found wrong so far."""

    rest: ClassVar = RestForm(verb="DELETE", path="/issues")
    result: ClassVar = bool


@dataclass(frozen=True, slots=True)
class GetQuotas(Request[models.QuotaStatus]):
    """Read the quotas of the instance and how far they are used up (Qdrant 1.19 and later)."""

    rest: ClassVar = RestForm(verb="GET", path="/quotas")
    result: ClassVar = models.QuotaStatus


@dataclass(frozen=True, slots=True)
class UpdateQuotas(Request[bool]):
    """Set the quotas of the instance, all of them at once (Qdrant 1.19 and later)."""

    rest: ClassVar = RestForm(verb="PUT", path="/quotas", query=("wait",), body=models.QuotaConfig)
    result: ClassVar = bool

    body: models.QuotaConfig
    wait: bool | None = None
