"""Steps that fail, and runs that are stopped between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from qschema.apply.errors.base import ApplyError

if TYPE_CHECKING:
    from qschema.planner.steps import Step


class StepFailedError(ApplyError):
    """A step could not be carried out; what came before it is done and recorded.

    Attributes:
        step: The step.
        done: The steps before it.
        remaining: The steps after it, which were not begun.
    """

    code: ClassVar[str] = "apply.step-failed"

    def __init__(self, step: Step, why: str, *, done: Iterable[Step], remaining: Iterable[Step]) -> None:
        self.step, self.done, self.remaining = step, tuple(done), tuple(remaining)
        super().__init__(
            f"step failed: {step.words()}",
            where=step.address,
            why=f"{why}\n  done before it: {_told(self.done)}\n  not begun: {_told(self.remaining)}",
            fix="mend the cause and run `qschema apply` again: it continues where this run stopped",
        )


class NotEffectiveError(StepFailedError):
    """The instance accepted a step and does not show its effect."""

    code: ClassVar[str] = "apply.not-effective"


class StoppedError(ApplyError):
    """Somebody asked the run to stop, and it did so between two steps."""

    code: ClassVar[str] = "apply.stopped"
    outcome: ClassVar[Literal["failed", "unknown"]] = "unknown"

    def __init__(self, done: Iterable[Step], remaining: Iterable[Step]) -> None:
        super().__init__(
            "the run was stopped",
            why=f"done: {_told(tuple(done))}\n  not begun: {_told(tuple(remaining))}",
            fix="qschema apply --resume goes on; qschema rollback takes back what was done",
        )


_AT_MOST = 5


def _told(steps: tuple[Step, ...]) -> str:
    shown = [f"{step.address}: {step.words()}" for step in steps[:_AT_MOST]]
    more = [f"and {len(steps) - _AT_MOST} more"] if len(steps) > _AT_MOST else []
    return "; ".join([*shown, *more]) or "nothing"
