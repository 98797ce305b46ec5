"""Saved plans that can't be read, or written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from qschema.apply.errors.base import ApplyError


class PlanFileError(ApplyError):
    """A file holds no plan."""

    code: ClassVar[str] = "plan-file.unreadable"

    def __init__(self, path: str, why: str) -> None:
        super().__init__("this is no saved plan", where=path, why=why, fix="qschema plan --out FILE writes one")


class SecretInPlanError(ApplyError):
    """A plan can't be saved, because a secret stands in what it would send."""

    code: ClassVar[str] = "plan-file.secret"

    def __init__(self, path: str, addresses: Iterable[str]) -> None:
        super().__init__(
            f"the plan holds a secret and is not saved: {', '.join(dict.fromkeys(addresses))}",
            where=path,
            why="no secret is ever written, and without it the plan could not be carried out",
            fix="take the secret out of the declaration, or apply without a file",
        )


class AlteredPlanError(ApplyError):
    """A saved plan was changed after it was written."""

    code: ClassVar[str] = "plan-file.altered"

    def __init__(self, path: str) -> None:
        super().__init__(
            "the plan was altered after it was saved",
            where=path,
            why="its checksum does not fit its content, so it is not what somebody looked at and agreed to",
            fix="plan again: qschema plan --out FILE",
        )


class NewerPlanError(ApplyError):
    """A saved plan was written by a newer qschema."""

    code: ClassVar[str] = "plan-file.newer-format"

    def __init__(self, path: str, found: object, known: int) -> None:
        super().__init__(
            f"the plan has the format {found}, and this qschema reads up to {known}",
            where=path,
            why="a newer qschema saved it",
            fix="upgrade qschema, or plan again with this one",
        )
