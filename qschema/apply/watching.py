"""Who is told how a run goes on, and who may tell it to stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from qschema.apply.copying.progress import CopyProgress
from qschema.apply.readiness import Look
from qschema.apply.records import Measures, SnapshotRecord
from qschema.apply.verifying.report import Report
from qschema.planner.steps import Step


class Watcher(Protocol):
    """Is told how a run goes on."""

    def step_started(self, step: Step) -> None:
        """A step is begun."""
        ...

    def snapshot_taken(self, step: Step, snapshot: SnapshotRecord) -> None:
        """A snapshot was taken before a step."""
        ...

    def snapshot_removed(self, snapshot: SnapshotRecord) -> None:
        """A snapshot was removed, because newer ones are kept in its place."""
        ...

    def step_waits(self, step: Step, look: Look) -> None:
        """A step's request was carried out, and the work that it caused is still under way."""
        ...

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        """Points are copied, and so far these are."""
        ...

    def step_verified(self, step: Step, report: Report) -> None:
        """A copy was held against the original."""
        ...

    def step_measured(self, step: Step, measures: Measures) -> None:
        """Something about a step that is about to end was measured."""
        ...

    def step_done(self, step: Step, outcome: str) -> None:
        """A step has ended: `done`, `skipped` because it was so already, `failed`, or `unknown`."""
        ...


@dataclass
class Stop:
    """A request to stop, made by somebody else than the run: a signal's handler, another thread.

    Attributes:
        wanted: Whether the run is to stop at the next good moment.
    """

    wanted: bool = False


class Silent:
    """A watcher that says nothing."""

    def step_started(self, step: Step) -> None:
        """Say nothing."""

    def snapshot_taken(self, step: Step, snapshot: SnapshotRecord) -> None:
        """Say nothing."""

    def snapshot_removed(self, snapshot: SnapshotRecord) -> None:
        """Say nothing."""

    def step_waits(self, step: Step, look: Look) -> None:
        """Say nothing."""

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        """Say nothing."""

    def step_verified(self, step: Step, report: Report) -> None:
        """Say nothing."""

    def step_measured(self, step: Step, measures: Measures) -> None:
        """Say nothing."""

    def step_done(self, step: Step, outcome: str) -> None:
        """Say nothing."""
