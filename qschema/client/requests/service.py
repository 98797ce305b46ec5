"""Requests about the instance itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm


@dataclass(frozen=True, slots=True)
class GetVersion(Request[models.VersionInfo]):
    """Read the instance's title, version and commit."""

    rest: ClassVar = RestForm(verb="GET", path="/", envelope=False)
    result: ClassVar = models.VersionInfo
