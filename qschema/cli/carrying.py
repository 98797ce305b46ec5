"""Carrying out a plan from the command line: with progress, and with signals that stop it."""

from __future__ import annotations

from collections.abc import Callable

from qschema.apply.deployment import Carrying, Deployment
from qschema.apply.errors import StoppedError
from qschema.apply.journal import Begun
from qschema.cli.failures import report
from qschema.cli.output import say
from qschema.cli.progress import JsonProgress, Progress, told
from qschema.cli.stopping import stopped_by_signals
from qschema.planner.plan import Plan
from qschema.planner.render_lines import Role, Span


def carry_out(
    deployment: Deployment,
    plan: Plan,
    begun: Begun,
    *,
    lock_timeout: float,
    wait_timeout: float | None,
    as_json: bool,
    start: int = 0,
    again: Callable[[], Plan] | None = None,
) -> int:
    """Carry out a plan that was shown and agreed to.

    Args:
        deployment: The instance, and whose plan it is.
        plan: The plan.
        begun: Where the run comes from.
        lock_timeout: Seconds to wait for another run to end.
        wait_timeout: Seconds to wait for each rebuild; None for as long as it gets on.
        as_json: Whether to print JSON lines.
        start: The index of the first step that isn't done.
        again: Makes a plan once more that was made just now; None for any other.

    Returns:
        The exit code.
    """
    if not plan.idle or begun.migration is not None:
        progress = JsonProgress(plan, start) if as_json else Progress(plan, start)
        with stopped_by_signals() as stop:
            how = Carrying(lock_timeout=lock_timeout, wait_timeout=wait_timeout, watch=progress, stop=stop)
            try:
                if again is not None:
                    deployment.carry_out_fresh(plan, begun, again, **how)
                else:
                    deployment.carry_out(plan, begun, start=start, **how)
            except StoppedError as stopped:
                report(stopped, as_json=as_json, debug=False)
                return stop.code
            finally:
                progress.close()
    if plan.steps and not as_json:
        say(Span(told(plan), Role.STRONG))
    return 0
