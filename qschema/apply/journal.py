"""What a run writes into the ledger: that it begins and ends, each step before and after, what is applied by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qschema.apply.ledger import Ledger
from qschema.apply.migration_id import MigrationId
from qschema.apply.records import AppliedRecord, Measures, Record, RunRecord, SnapshotRecord, StepRecord
from qschema.apply.who import Who
from qschema.client import QdrantClient
from qschema.planner.plan import Plan, fingerprint
from qschema.planner.steps import Step

if TYPE_CHECKING:
    from qschema.apply.lock import ProjectLock


@dataclass(frozen=True)
class Begun:
    """Where a run comes from.

    Attributes:
        resumes: The run that it goes on with; empty if none.
        undoes: The runs that it takes back.
        commit: The git commit of the project's folder; empty if there is none.
        migration: The saved migration that it carries out; None if none.
    """

    resumes: str = ""
    undoes: tuple[str, ...] = ()
    commit: str = ""
    migration: MigrationId | None = None


class Journal:
    """Writes the records of one run, in order, while it holds the project's lock.

    Where it has given that back and doesn't get it again, nothing is written: others number their records meanwhile. So
    it ends without a word, as one that was killed, and is gone on with like that.

    Args:
        client: The instance.
        plan: The plan that is carried out.
        lock: The project's lock.
        run: The run's id.
        who: Who started it.
        begun: Where the run comes from.
    """

    def __init__(
        self, client: QdrantClient, plan: Plan, lock: ProjectLock, *, run: str, who: Who, begun: Begun
    ) -> None:
        self._ledger = Ledger(client)
        self._plan = plan
        self._run = run
        self._who = who
        self.begun = begun
        self._lock = lock
        self._turn = 0
        self._seq = 0

    def started(self) -> None:
        """Note that the run begins, and what it is to do, so that another one can go on with it."""
        self._append(self._run_record("started", body=self._plan.model_dump(mode="json"), **vars(self.begun)))

    def finished(self, outcome: Literal["done", "failed", "interrupted"], error: str = "") -> None:
        """Note how the run ended."""
        self._append(self._run_record("finished", outcome=outcome, error=error))

    def before(self, index: int, step: Step, image: dict[str, Any]) -> None:
        """Note that a step is to begin, and what it is about to change as it is now."""
        self._append(self._step_record(index, step, "before", {"step": step.model_dump(mode="json"), "image": image}))

    def after(
        self,
        index: int,
        step: Step,
        outcome: Literal["done", "skipped", "failed", "unknown"],
        error: str = "",
        measures: Measures | None = None,
    ) -> None:
        """Note how a step ended, and what was measured in it."""
        said = {"outcome": outcome, "error": error, "measures": measures}
        self._append(self._step_record(index, step, "after", said))

    def snapshot(self, record: SnapshotRecord, index: int | None = None) -> SnapshotRecord:
        """Note a snapshot that was taken before a step of this run; or what has become of another one."""
        if index is not None:
            record = record.model_copy(update={"run": self._run, "index": index})
        self._append(record)
        return record

    def snapshot_removed(self, record: SnapshotRecord) -> None:
        """Note that a snapshot is about to be removed."""
        self._append(record.model_copy(update={"phase": "removed"}))

    def applied(self, collection: str, spec: dict[str, Any] | None) -> None:
        """Note that a collection's declaration is applied; None says that the collection is gone."""
        self._append(AppliedRecord(project=self._plan.project, run=self._run, collection=collection, spec=spec))

    def _append(self, record: Record) -> None:
        if not self._lock.held:
            return
        if self._turn != self._lock.turn:
            self._seq = self._ledger.last_seq(self._plan.project)
            self._turn = self._lock.turn
        self._seq += 1
        self._ledger.append(record.model_copy(update={"seq": self._seq}))

    def _run_record(self, phase: Literal["started", "finished"], **how: Any) -> RunRecord:
        return RunRecord(
            project=self._plan.project,
            run=self._run,
            phase=phase,
            plan=fingerprint(self._plan.model_dump(mode="json")),
            who=self._who,
            summary=str(self._plan.summary),
            **how,
        )

    def _step_record(
        self, index: int, step: Step, phase: Literal["before", "after"], said: dict[str, Any]
    ) -> StepRecord:
        return StepRecord(
            project=self._plan.project,
            run=self._run,
            index=index,
            phase=phase,
            step_kind=step.kind,
            address=step.address,
            words=step.words(),
            **said,
        )
