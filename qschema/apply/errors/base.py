"""The root of what can go wrong when a plan is carried out."""

from __future__ import annotations

from typing import ClassVar, Literal

from qschema.errors import QschemaError


class ApplyError(QschemaError):
    """Base of all errors of carrying out plans.

    Attributes:
        outcome: How a step ended that the error befell: `unknown` if it isn't over.
    """

    code: ClassVar[str] = "apply.error"
    outcome: ClassVar[Literal["failed", "unknown"]] = "failed"
