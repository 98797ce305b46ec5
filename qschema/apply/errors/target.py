"""Instances that don't let a plan be carried out, or not this one."""

from __future__ import annotations

from typing import ClassVar

from qschema.apply.errors.base import ApplyError


class NoPermissionError(ApplyError):
    """The key does not allow what an apply needs."""

    code: ClassVar[str] = "apply.no-permission"

    def __init__(self, needs: str, said: str) -> None:
        super().__init__(
            f"this key may not {needs}",
            why=f"Qdrant said: {said}. Nothing was changed",
            fix="use a key with manage access; `plan` and `status` work with a read-only one",
        )


class OldServerError(ApplyError):
    """The server is older than what apply supports."""

    code: ClassVar[str] = "apply.old-server"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"the server is Qdrant {version}, and changes are made only to 1.16 or later",
            why="older servers have no collection metadata, which holds the mark of ownership",
            fix="upgrade Qdrant, one minor version at a time; `plan` and `import` work here",
        )


class OtherTargetError(ApplyError):
    """The plan was made for another instance."""

    code: ClassVar[str] = "plan-file.other-target"

    def __init__(self, target: str, place: str) -> None:
        super().__init__(
            f"the plan was made for another instance ({target}), not for the one at {place}",
            why="what a plan changes depends on the instance that it was made from",
            fix="plan again for this instance, or name the other one with --env or --url",
        )
