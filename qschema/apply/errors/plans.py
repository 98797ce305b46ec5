"""Plans that are not carried out."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from qschema.apply.errors.base import ApplyError

if TYPE_CHECKING:
    from qschema.planner.plan import Plan
    from qschema.planner.steps import Step


class ImpossiblePlanError(ApplyError):
    """The plan holds changes that can't be made here."""

    code: ClassVar[str] = "apply.impossible"

    def __init__(self, plan: Plan) -> None:
        first, *rest = plan.impossible
        more = f" (and {len(rest)} more)" if rest else ""
        super().__init__(
            f"the plan can't be carried out: {first.address} is impossible here{more}",
            where=first.source,
            why=first.reason,
            fix="change what is in the way, here or in the declaration, then plan again",
        )


class RefusedError(ApplyError):
    """The plan destroys data, and nobody allowed that."""

    code: ClassVar[str] = "apply.refused"

    def __init__(self, plan: Plan) -> None:
        addresses = list(dict.fromkeys(step.address for step in plan.refused))
        super().__init__(
            f"the plan destroys data that nobody allowed to be destroyed: {', '.join(addresses)}",
            why="; ".join(f"{step.address}: {step.words()}" for step in plan.refused),
            fix="if that is meant: " + " ".join(f"--allow-destroy {address}" for address in addresses),
        )


class StalePlanError(ApplyError):
    """What the plan was made from has changed since."""

    code: ClassVar[str] = "apply.stale"

    def __init__(self, why: str) -> None:
        super().__init__(
            "the instance is no longer as the plan found it",
            why=why,
            fix="plan again, and look at what it says now",
        )


class NotEnsuredError(ApplyError):
    """A collection isn't as an application declares it, and to add what is missing doesn't make it so.

    Attributes:
        plan: What it takes.
    """

    code: ClassVar[str] = "apply.not-ensured"

    def __init__(self, plan: Plan, others: Iterable[Step], where: str, targets: Iterable[str]) -> None:
        self.plan = plan
        steps = [f"{step.sign} {step.address}: {step.words()}" for step in others]
        impossible = [f"{change.kind.value} {change.address}: {change.reason}" for change in plan.impossible]
        limited = "".join(f" --target {shlex.quote(name)}" for name in targets)
        refused = dict.fromkeys(step.address for step in plan.refused)
        allowed = "".join(f" --allow-destroy {shlex.quote(address)}" for address in refused)
        super().__init__(
            "the instance is not as declared here, and more than additions would make it so",
            why="; ".join([*impossible, *steps]),
            fix=f"look at it: qschema {where} plan{limited}; carry it out: qschema {where} apply{limited}{allowed}",
        )
