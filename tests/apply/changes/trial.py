"""All cases at once: every `before` is applied, every `after` planned and applied, every inverse carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qschema.apply.carrying import carry_out
from qschema.planner.plan import Plan
from qschema.planner.steps import Step
from qschema.schema.inspect import inspect
from tests.apply.bench import Bench
from tests.apply.changes.cases import Case

Shown = dict[str, dict[str, Any]]

GO_WITH_THE_COPY = ("copy_points", "verify_copy")
"""Steps that have no inverse of their own, as deleting the new generation takes back what they did."""


@dataclass
class Trial:
    """What came of it.

    Attributes:
        plan: The plan from all `before` to all `after`.
        again: The plan after that was applied.
        before: What the instance showed before, by collection.
        after: What it showed after.
        back: What it showed after the inverses of all steps that have one.
    """

    plan: Plan
    again: Plan
    before: Shown = field(default_factory=dict)
    after: Shown = field(default_factory=dict)
    back: Shown = field(default_factory=dict)

    def steps(self, case: Case) -> list[Step]:
        return [step for step in self.plan.steps if step.address.split("/")[0] == case.collection]


def try_all(bench: Bench, cases: tuple[Case, ...]) -> Trial:
    """Carry all cases out, each in a collection of its own."""
    bench.apply({case.collection: case.before for case in cases})
    before = _shown(bench)
    wanted = {case.collection: case.after for case in cases}
    plan = bench.plan(wanted, granted=tuple(wanted))
    bench.carry_out(plan)
    trial = Trial(plan, bench.plan(wanted), before, _shown(bench))
    for case in cases:
        inverses = [step.inverse() for step in reversed(trial.steps(case))]
        of_copies = sum(step.kind in GO_WITH_THE_COPY for step in trial.steps(case))
        if inverses.count(None) == of_copies:
            for step in filter(None, inverses):
                carry_out(bench.client, step, note=lambda live: None, check=lambda: None)
    trial.back = _shown(bench)
    return trial


def _shown(bench: Bench) -> Shown:
    """Return what the instance shows by physical name, or by the alias that hides it."""
    live = inspect(bench.client)
    shown = {name: one.spec.as_json() for name, one in live.collections.items()}
    return shown | {name: shown[live.aliases[name]] for name in live.shadowed}
