"""Runs that can't be gone on with, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qschema.apply.errors.base import ApplyError

if TYPE_CHECKING:
    from qschema.planner.plan import Plan


class NoSuchRunError(ApplyError):
    """There is no such run, or more than one."""

    code: ClassVar[str] = "apply.no-such-run"

    def __init__(self, run: str, found: int) -> None:
        super().__init__(
            f"{found or 'no'} runs of this project have an id that begins with {run!r}",
            fix="qschema history shows the runs and their ids",
        )


class NothingToResumeError(ApplyError):
    """There is no interrupted run."""

    code: ClassVar[str] = "apply.nothing-to-resume"

    def __init__(self, project: str) -> None:
        super().__init__(
            f"the project {project!r} has no run to go on with",
            why="its last run ended well, or there was none, or its ledger can't be read",
            fix="qschema apply makes a plan and carries it out",
        )


class CanNotResumeError(ApplyError):
    """An interrupted run can't go on."""

    code: ClassVar[str] = "apply.can-not-resume"

    def __init__(self, run: str, why: str) -> None:
        super().__init__(
            f"{run} can't be gone on with",
            why=why,
            fix="qschema apply makes a new plan, which starts from what is done; qschema rollback takes it back",
        )


class NothingToRollBackError(ApplyError):
    """There is nothing to take back.

    Args:
        stopped: The last run, if it was stopped before it did anything.
    """

    code: ClassVar[str] = "apply.nothing-to-roll-back"

    def __init__(self, stopped: str = "") -> None:
        super().__init__(
            "there is nothing to take back",
            why=f"the last run, {stopped[:8]}, was stopped before it did anything"
            if stopped
            else "no run did anything here, or all of it was taken back already",
            fix="qschema history shows the runs and their ids; qschema rollback RUN takes back an earlier one"
            if stopped
            else "qschema history shows what was done",
        )


class CanNotRollBackError(ApplyError):
    """What a run did can't be taken back."""

    code: ClassVar[str] = "apply.can-not-roll-back"

    def __init__(self, plan: Plan) -> None:
        first, *rest = plan.impossible
        more = f" (and {len(rest)} more)" if rest else ""
        super().__init__(
            f"this can't be taken back: {first.address}{more}",
            why=first.reason,
            fix="take back only what came after it (--steps N); or declare what you want and apply that",
        )
