"""How a run goes on, step by step, on stderr."""

from __future__ import annotations

import time
from contextlib import suppress

from qschema.cli.output import say
from qschema.planner.plan import Plan
from qschema.planner.render_lines import Role, Span
from qschema.planner.steps import Step


class Progress:
    """A watcher of a run that says what is being done. A terminal that went away doesn't stop the run.

    Args:
        plan: The plan that is carried out.
    """

    def __init__(self, plan: Plan) -> None:
        self._steps = len(plan.steps)
        self._number = 0
        self._since = 0.0

    def step_started(self, step: Step) -> None:
        """Say which step is begun."""
        self._number += 1
        self._since = time.monotonic()
        self._say(f"{step.address}: {step.words()} …")

    def step_done(self, step: Step, outcome: str) -> None:
        """Say how it ended."""
        seconds = time.monotonic() - self._since
        told = f"done ({seconds:.1f} s)" if outcome == "done" else _OUTCOMES.get(outcome, outcome)
        self._say(told)

    def _say(self, text: str) -> None:
        with suppress(OSError):
            say(Span(f"[{self._number}/{self._steps}] ", Role.DIM), text)


_OUTCOMES = {"skipped": "already so"}


def told(plan: Plan) -> str:
    """Say what a plan that was carried out has done."""
    summary = plan.summary
    adopted = f", {len(plan.adopts)} adopted" if plan.adopts else ""
    return f"Applied: {summary.add} added, {summary.change} changed, {summary.destroy} destroyed{adopted}."
