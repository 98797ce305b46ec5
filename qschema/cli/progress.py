"""How a run goes on, step by step: in a terminal, in the log of a CI job, and as JSON lines."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import orjson
from rich.console import Console
from rich.status import Status

from qschema.apply.copying.progress import CopyProgress
from qschema.apply.readiness import Look
from qschema.apply.records import Measures, SnapshotRecord
from qschema.apply.verifying.rendering.text import report_lines
from qschema.apply.verifying.report import Report
from qschema.cli.measures import measured
from qschema.cli.output import say, write
from qschema.cli.pace import Pace, words
from qschema.cli.times import moment
from qschema.planner.plan import Plan
from qschema.planner.render_facts import duration, size
from qschema.planner.render_lines import Role, Span
from qschema.planner.steps import Step

LINE_SECONDS = 10.0
"""How often a log is told that something is waited for."""


class Progress:
    """A watcher of a run that says on stderr what is being done. A terminal that went away doesn't stop the run.

    Args:
        plan: The plan that is carried out.
        start: The index of the first step that is carried out.
    """

    def __init__(self, plan: Plan, start: int = 0) -> None:
        self._steps = len(plan.steps)
        self._number = start
        self._since = 0.0
        self._pace = Pace()
        self._last_line = 0.0
        self._status: Status | None = None

    def step_started(self, step: Step) -> None:
        """Say which step is begun."""
        self._number += 1
        self._since = self._last_line = time.monotonic()
        self._pace = Pace()
        self._say(f"{step.address}: {step.words()} …")

    def snapshot_taken(self, step: Step, snapshot: SnapshotRecord) -> None:
        """Say which snapshot was taken, and where it is."""
        where = f"kept in {snapshot.folder}" if snapshot.folder else "kept on the instance"
        room = "" if snapshot.space == "enough" else "; free space on the instance: unknown"
        self._say(f"{_snapshot(snapshot)}: {_points(snapshot.most)}, {size(snapshot.size)}, {where}{room}")

    def snapshot_removed(self, snapshot: SnapshotRecord) -> None:
        """Say which snapshot was removed."""
        with suppress(OSError):
            say(f"{_snapshot(snapshot)} of {moment(snapshot.at)} was removed: newer ones are kept.")

    def step_waits(self, step: Step, look: Look) -> None:
        """Say how far the work is: in one line that changes in a terminal, every ten seconds in a log."""
        self._pace.note(look)
        self._change(f"waits for {step.collection}: {words(look, self._pace)}")

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        """Say how far a copy is, in the same way; and then how far it is behind what others write meanwhile."""
        if progress.behind is not None:
            self._change(f"catches up with what was written meanwhile: {_points(progress.behind)} behind")
            return
        seconds = time.monotonic() - self._since
        rate = (progress.read - progress.resumed) / seconds if seconds else 0.0
        left = f", {duration(progress.left / rate)} left" if rate and progress.left else ""
        self._change(f"{progress.read:,} of {progress.total:,} points, {rate:,.0f} points/s{left}")

    def step_verified(self, step: Step, report: Report) -> None:
        """Say what a verification found."""
        self.close()
        with suppress(OSError):
            for line in report_lines(report):
                say(*line)

    def step_measured(self, step: Step, measures: Measures) -> None:
        """Say what was measured."""
        self.close()
        self._say(measured(measures))

    def _change(self, text: str) -> None:
        """Say something that goes on changing."""
        console = Console(stderr=True, highlight=False)
        with suppress(OSError):
            if console.is_terminal:
                if self._status is None:
                    self._status = console.status(text)
                    self._status.start()
                self._status.update(text)
            elif time.monotonic() - self._last_line >= LINE_SECONDS:
                self._last_line = time.monotonic()
                self._say(text)

    def step_done(self, step: Step, outcome: str) -> None:
        """Say how it ended."""
        self.close()
        seconds = time.monotonic() - self._since
        told = f"done ({seconds:.1f} s)" if outcome == "done" else _OUTCOMES.get(outcome, outcome)
        self._say(told)

    def close(self) -> None:
        """Take away the line that changes."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def _say(self, text: str) -> None:
        with suppress(OSError):
            say(Span(f"[{self._number}/{self._steps}] ", Role.DIM), text)


class JsonProgress:
    """A watcher of a run that writes a JSON object a line to stdout."""

    def __init__(self, plan: Plan, start: int = 0) -> None:
        self._number = start
        self._steps = len(plan.steps)
        self._pace = Pace()
        self._copies = 0.0

    def step_started(self, step: Step) -> None:
        """Tell which step is begun."""
        self._number += 1
        self._pace = Pace()
        self._tell("step_started", step)

    def snapshot_taken(self, step: Step, snapshot: SnapshotRecord) -> None:
        """Tell which snapshot was taken."""
        self._tell("snapshot_taken", step, snapshot=snapshot.as_json())

    def snapshot_removed(self, snapshot: SnapshotRecord) -> None:
        """Tell which snapshot was removed."""
        with suppress(OSError):
            write(orjson.dumps({"event": "snapshot_removed", "snapshot": snapshot.as_json()}).decode() + "\n")

    def step_waits(self, step: Step, look: Look) -> None:
        """Tell how far the work is."""
        self._pace.note(look)
        self._tell(
            "step_waits",
            step,
            status=look.status.value,
            points=look.points,
            indexed=look.indexed,
            updates=look.updates,
            deferred=look.deferred,
            optimizations=look.pending,
            done=look.done,
            total=look.total,
            rate=round(self._pace.rate, 1),
            seconds_left=self._pace.left(look),
        )

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        """Tell how far a copy is, once in a second, and what each pass after it finds behind."""
        if progress.behind is not None or time.monotonic() - self._copies >= 1.0:
            self._copies = time.monotonic()
            far = {name: getattr(progress, name) for name in ("read", "written", "total", "behind")}
            self._tell("step_copies", step, **far)

    def step_verified(self, step: Step, report: Report) -> None:
        """Tell what a verification found."""
        self._tell("step_verified", step, report=report.as_json())

    def step_measured(self, step: Step, measures: Measures) -> None:
        """Tell what was measured."""
        self._tell("step_measured", step, measures=measures)

    def step_done(self, step: Step, outcome: str) -> None:
        """Tell how it ended."""
        self._tell("step_done", step, outcome=outcome)

    def close(self) -> None:
        """Nothing stays behind."""

    def _tell(self, event: str, step: Step, **more: Any) -> None:
        said = {
            "event": event,
            "step": self._number,
            "steps": self._steps,
            "kind": step.kind,
            "address": step.address,
            "words": step.words(),
            **more,
        }
        with suppress(OSError):
            write(orjson.dumps(said).decode() + "\n")


_OUTCOMES = {"skipped": "already so"}


def _points(count: int) -> str:
    return f"{count:,} point{'' if count == 1 else 's'}"


def _snapshot(snapshot: SnapshotRecord) -> str:
    return f"snapshot {snapshot.snapshot[:8]} of {snapshot.collection}"


def told(plan: Plan) -> str:
    """Say what a plan that was carried out has done."""
    summary = plan.summary
    adopted = f", {len(plan.adopts)} adopted" if plan.adopts else ""
    return f"Applied: {summary.add} added, {summary.change} changed, {summary.destroy} destroyed{adopted}."
