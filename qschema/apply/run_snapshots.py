"""The snapshots of one run: taken before its steps, recovered by them, and removed when they are kept no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from qschema.apply.journal import Journal
from qschema.apply.lock import ProjectLock
from qschema.apply.looking import look
from qschema.apply.records import SnapshotRecord
from qschema.apply.reindex.kept import taken_before_freeze
from qschema.apply.side_by_side import Leased
from qschema.apply.snapshots import SnapshotKeeper
from qschema.apply.snapshots.timing import moments
from qschema.apply.watching import Watcher
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.planner.steps import CloneCollection, EndReindex, GiveWay, RestoreCollection, Step
from qschema.schema.live import LiveInstance


class RunSnapshots:
    """Has snapshots taken, recovered and removed, and sees to it that the ledger tells of all of them.

    Args:
        client: The instance.
        plan: The plan that is carried out.
        lock: The project's lock.
        journal: Where they are recorded.
        watch: Is told of them.
        keeper: Takes and recovers them.
    """

    def __init__(
        self,
        client: QdrantClient,
        plan: Plan,
        lock: ProjectLock,
        journal: Journal,
        watch: Watcher,
        keeper: SnapshotKeeper,
    ) -> None:
        self._client = client
        self._plan = plan
        self._lock = lock
        self._journal = journal
        self._watch = watch
        self._keeper = keeper
        self._due: Mapping[int, Sequence[int]] = {}

    def start(self, start: int) -> None:
        """Find out when they are due.

        Args:
            start: The index of the first step that is carried out.
        """
        self._due = moments(self._plan.steps, start)

    def saving(self, index: int) -> Callable[[LiveInstance], None] | None:
        """Return what takes the snapshots that are due before a step, if there are any."""
        due = self._due.get(index, ())

        def save(live: LiveInstance) -> None:
            for one in due:
                step = self._plan.steps[one]
                self._save(one, step, live if one == index else look(self._client, step))

        return save if due else None

    def _save(self, index: int, step: Step, live: LiveInstance) -> None:
        """Take the snapshot of a step, unless what it deletes is gone: then an earlier try has taken it before that."""
        project = self._plan.project
        if step.seen(live) is None:
            return
        if isinstance(step, GiveWay) and (kept := taken_before_freeze(self._client, project, step.collection)):
            self._journal.snapshot(kept, index)
            return
        for record in self._keeper.before(step, live, project):
            mine = not record.seq  # the others were in the ledger already
            noted = self._journal.snapshot(record, index if mine else None)
            if mine:
                self._watch.snapshot_taken(step, noted)

    def recover(self, step: RestoreCollection) -> None:
        """Carry out a step that recovers a snapshot; see `SnapshotKeeper.recover`."""
        self._keeper.recover(step, self._lock.check)

    def clone(self, index: int, step: CloneCollection, leased: Leased) -> None:
        """Carry out a step that clones a collection; see `SnapshotKeeper.clone`.

        The snapshot stands in the ledger for as long as it is there, so that nobody forgets it.
        """
        self._keeper.clone(step, leased.check, lambda one: self._journal.snapshot(one, index), apart=leased.apart)
        self._forget([step])

    def tidy(self) -> None:
        """Remove those that are kept no longer, now that all went well, and what runs that were killed have left."""
        steps, project = self._plan.steps, self._plan.project
        if any(step.snapshot_before for step in steps):
            self._remove(self._keeper.overdue(project), told=self._watch.snapshot_removed)
        self._forget([step for step in steps if isinstance(step, CloneCollection | EndReindex)])

    def _forget(self, steps: Sequence[Step]) -> None:
        """Remove the snapshots that were taken to clone collections; other runs may clone others meanwhile."""
        if names := {step.address for step in steps}:
            self._remove(self._keeper.left_by_clones(self._plan.project, names))

    def _remove(
        self, records: Iterable[SnapshotRecord], told: Callable[[SnapshotRecord], None] = lambda record: None
    ) -> None:
        for record in records:
            self._lock.check()
            self._journal.snapshot_removed(record)
            self._keeper.remove(record)
            told(record)
