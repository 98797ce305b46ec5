"""The instance itself."""

from __future__ import annotations

from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.version import VERSION


def get_version(catalogue: Catalogue, request: requests.GetVersion) -> models.VersionInfo:
    """Say what this is; the commit is left out, it isn't the server."""
    return models.VersionInfo(title="qdrant - vector search engine", version=VERSION)


def check_health(catalogue: Catalogue, request: requests.CheckHealth | requests.CheckLiveness) -> str:
    """Answer; that is all that was asked for."""
    return "healthz check passed"


def check_readiness(catalogue: Catalogue, request: requests.CheckReadiness) -> str:
    """Say that everything is there; opening an instance doesn't take long enough to wait for."""
    return "all shards are ready"


def get_issues(catalogue: Catalogue, request: requests.GetIssues) -> dict[str, Any]:
    """Say that nothing was found wrong; nobody looks."""
    return {"issues": []}


def clear_issues(catalogue: Catalogue, request: requests.ClearIssues) -> bool:
    """Forget nothing."""
    return True


HANDLERS: Handlers = {
    requests.GetVersion: get_version,
    requests.CheckHealth: check_health,
    requests.CheckLiveness: check_health,
    requests.CheckReadiness: check_readiness,
    requests.GetIssues: get_issues,
    requests.ClearIssues: clear_issues,
}
