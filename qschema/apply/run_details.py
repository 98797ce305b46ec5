"""One run in all that the ledger remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qschema.apply.errors import NoSuchRunError
from qschema.apply.history import Run, history
from qschema.apply.ledger import Ledger
from qschema.apply.records import RunRecord, StepRecord
from qschema.client import QdrantClient


@dataclass(frozen=True)
class RunDetails:
    """A run, its plan, and what was there before each of its steps.

    Attributes:
        run: The run.
        plan: Its plan, as a saved one has it; None if a qschema that did not write it down began it.
        images: Index of a step → what it was about to change, as it was.
    """

    run: Run
    plan: dict[str, Any] | None
    images: dict[int, dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return all of it as a JSON object: the run's, each step with its `before`, and the `body` of the plan."""
        said = self.run.as_json()
        steps = [{**step, "before": self.images.get(step["index"])} for step in said["steps"]]
        return {**said, "steps": steps, "body": self.plan}


def details_of(client: QdrantClient, project: str | None, wanted: str) -> RunDetails:
    """Return a run.

    Args:
        client: The instance.
        project: The project; None for all of them.
        wanted: The run's id, or how it begins.

    Raises:
        NoSuchRunError: No run, or more than one, has an id that begins so.
        LedgerDamagedError: A record can't be read.
    """
    found = [run for run in history(client, project) if run.id.startswith(wanted)]
    if len(found) != 1:
        raise NoSuchRunError(wanted, len(found))
    run = found[0]
    ledger = Ledger(client)
    begun = (one for one in ledger.read(RunRecord, run.project) if one.run == run.id and one.phase == "started")
    steps = (one for one in ledger.read(StepRecord, run.project) if one.run == run.id and one.image is not None)
    return RunDetails(run, next(begun).body, {one.index: one.image for one in steps if one.image is not None})
