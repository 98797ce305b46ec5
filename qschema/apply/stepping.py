"""The steps of one run, one after the other, and what is recorded beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from qschema.apply.carrying import Refused, carry_out, check_effect
from qschema.apply.collection_lease import LeaseFor
from qschema.apply.copying.errors import CopyStoppedError
from qschema.apply.errors import CollectionLockedError, LockLostError, StepFailedError, StoppedError, WaitingError
from qschema.apply.failpoints import reached
from qschema.apply.journal import Journal
from qschema.apply.live_writes.freezing import Freeze
from qschema.apply.lock import ProjectLock
from qschema.apply.looking import image_of
from qschema.apply.readiness import wait_until_ready
from qschema.apply.records import Measures
from qschema.apply.reindex.ending import end_lost
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.freezing import check_switch
from qschema.apply.reindex.giving_way import give_way
from qschema.apply.reindex.works import work_on
from qschema.apply.run_snapshots import RunSnapshots
from qschema.apply.side_by_side import Apart, Leased
from qschema.apply.snapshots import SnapshotKeeper
from qschema.apply.watching import Stop, Watcher
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.errors import QschemaError
from qschema.planner.plan import Plan
from qschema.planner.steps import (
    DELETIONS,
    CloneCollection,
    GiveWay,
    RestoreCollection,
    SetAlias,
    Step,
    ThawWrites,
)

StepOutcome = Literal["done", "skipped", "failed", "unknown"]


@dataclass(frozen=True)
class _Underway:
    """A step whose effect is there, and how it ends once the work that it caused is done."""

    index: int
    step: Step
    outcome: StepOutcome


class Stepping:
    """Carries out the steps of a plan under the project's lock, which is given back for work that takes long.

    Args:
        client: The instance.
        plan: The plan.
        lock: The project's lock, held.
        lease_for: Makes the lease of a collection that is worked on for long.
        journal: Where all is recorded.
        watch: Is told how it goes on.
        stop: Tells when to stop.
        wait_timeout: Seconds to wait for each rebuild; None for as long as it gets on.
        keeper: Takes snapshots and recovers them.
        directory: The project's folder; None if it has none.
    """

    def __init__(
        self,
        client: QdrantClient,
        plan: Plan,
        lock: ProjectLock,
        lease_for: LeaseFor,
        journal: Journal,
        watch: Watcher,
        stop: Stop,
        wait_timeout: float | None,
        keeper: SnapshotKeeper,
        directory: Path | None = None,
    ) -> None:
        self._client = client
        self._plan = plan
        self._lock = lock
        self._lease_for = lease_for
        self._journal = journal
        self._watch = watch
        self._stop = stop
        self._wait_timeout = wait_timeout
        self._directory = directory
        self._unrecorded = dict(plan.records)
        self._finished: list[Step] = []
        self._rebuilding: list[_Underway] = []
        self._measures: dict[int, Measures] = {}
        self._freeze: Freeze | None = None
        self._snapshots = RunSnapshots(client, plan, lock, journal, watch, keeper)

    def carry_out(self, start: int = 0) -> tuple[StepOutcome, ...]:
        """Carry out the steps from one on. A collection is noted as applied once none of its steps remains."""
        steps = self._plan.steps
        self._finished += steps[:start]
        self._snapshots.start(start)
        self._left = Counter(declared_name(step) for step in steps[start:] if not isinstance(step, ThawWrites))
        outcomes: list[StepOutcome] = []
        for index in range(start, len(steps)):
            self._stop_if_wanted(index)
            self._make_room(index)
            outcomes.append(self._step(index, steps[index]))
        self._wait_for_all_but(0, len(steps))
        for name in tuple(self._unrecorded):
            self._applied(name)
        self._snapshots.tidy()
        if any(map(_may_end_reindex, steps)):
            self._lock.check()
            end_lost(self._client, self._plan.project)
        return tuple(outcomes)

    def _make_room(self, index: int) -> None:
        """Wait for the oldest rebuilds, where a step begins one more than the plan allows at a time."""
        step = self._plan.steps[index]
        if step.rebuild and step.collection not in (one.step.collection for one in self._rebuilding):
            self._wait_for_all_but(self._plan.max_rebuilds - 1, index)

    def _wait_for_all_but(self, number: int, next_index: int) -> None:
        """Wait for the oldest rebuilds. Their steps end with that, so a run that is killed meanwhile waits again."""
        while len(self._rebuilding) > number:
            oldest = self._rebuilding.pop(0)
            with self._recorded(oldest.index, oldest.step):
                self._wait(oldest.step, next_index)
                check_effect(self._client, oldest.step)
            self._end(oldest)

    def _step(self, index: int, step: Step) -> StepOutcome:
        self._watch.step_started(step)
        with self._recorded(index, step):
            outcome = carry_out(
                self._client,
                step,
                note=lambda live: self._journal.before(index, step, image_of(step, live)),
                check=self._lock.check if step.is_work else self._check,
                save=self._snapshots.saving(index),
                act=self._acting(index, step),
            )
        underway = _Underway(index, step, outcome)
        if not self._rebuilds_last(index, step):
            self._end(underway)
        else:
            self._rebuilding.append(underway)
            if self._plan.max_rebuilds == 1:
                self._wait_for_all_but(0, index + 1)
        return outcome

    def _check(self) -> None:
        self._lock.check()
        check_switch(self._freeze)

    def _froze(self, freeze: Freeze | None) -> None:
        self._freeze = freeze

    def _acting(self, index: int, step: Step) -> Callable[[], None] | None:
        """Return what does a step that takes more than its requests."""
        if step.is_work:
            return lambda: self._work(index, step)
        if isinstance(step, GiveWay):
            return lambda: give_way(self._errand(index, step, self._check), step)
        if isinstance(step, CloneCollection):
            return lambda: self._clone(index, step)
        if isinstance(step, RestoreCollection):
            return lambda: self._snapshots.recover(step)
        return None

    def _clone(self, index: int, step: CloneCollection) -> None:
        with self._leased(index, step) as leased:
            self._snapshots.clone(index, step, leased)

    def _work(self, index: int, step: Step) -> None:
        with self._leased(index, step) as leased:
            try:
                work_on(self._errand(index, step, leased.check, leased.apart), step)
            except CopyStoppedError:
                self._stop_if_wanted(index)
                raise

    @contextmanager
    def _leased(self, index: int, step: Step) -> Iterator[Leased]:
        stop_if_wanted = partial(self._stop_if_wanted, index)
        with self._lease_for(self._plan.project, declared_name(step), check=stop_if_wanted) as lease:
            yield Leased(self._lock, lease, stop_if_wanted)

    def _errand(self, index: int, step: Step, check: Callable[[], None], apart: Apart = nullcontext) -> Errand:
        return Errand(
            client=self._client,
            project=self._plan.project,
            check=check,
            apart=nullcontext if self._freeze else apart,
            stop=self._stop,
            wait_timeout=self._wait_timeout,
            directory=self._directory,
            copied=lambda progress: self._watch.step_copies(step, progress),
            waits=lambda look: self._watch.step_waits(step, look),
            verified=lambda report: self._watch.step_verified(step, report),
            measured=partial(self._measures.__setitem__, index),
            freeze=self._freeze,
            froze=self._froze,
        )

    def _end(self, underway: _Underway) -> None:
        reached(underway.step.kind, "before-journal")
        measures = self._measures.get(underway.index)
        self._journal.after(underway.index, underway.step, underway.outcome, measures=measures)
        reached(underway.step.kind, "after-journal")
        if measures:
            self._watch.step_measured(underway.step, measures)
        self._watch.step_done(underway.step, underway.outcome)
        self._finished.append(underway.step)
        name = declared_name(underway.step)
        if isinstance(underway.step, ThawWrites):
            return
        self._left[name] -= 1
        if not self._left[name]:
            self._applied(name)

    @contextmanager
    def _recorded(self, index: int, step: Step) -> Iterator[None]:
        """Record how a step ended that did not end well."""
        try:
            yield
        except Refused as refused:
            self._ended(index, step, refused.outcome, str(refused))
            raise self._failure(refused.kind, index, str(refused)) from refused
        except (CollectionLockedError, LockLostError, StoppedError, WaitingError) as error:
            self._ended(index, step, error.outcome, told(error))
            raise
        except QdrantError as error:  # while looking or noting: nothing was sent
            self._ended(index, step, "failed", told(error))
            raise self._failure(StepFailedError, index, error.what) from error
        except BaseException as error:
            with suppress(QdrantError):
                self._journal.after(index, step, "unknown", told(error))
            raise

    def _rebuilds_last(self, index: int, step: Step) -> bool:
        """Tell whether a step rebuilds segments, and none after it does so in the same collection.

        Changes of one collection are sent together and waited for once: each would begin its rebuild anew.
        """
        later = self._plan.steps[index + 1 :]
        return step.rebuild and not any(one.rebuild and one.collection == step.collection for one in later)

    def _wait(self, step: Step, next_index: int) -> None:
        reached(step.kind, "before-wait")

        def check() -> None:
            self._lock.check()
            self._stop_if_wanted(next_index)

        wait_until_ready(
            self._client,
            step.collection,
            seconds=self._wait_timeout,
            check=check,
            told=lambda look: self._watch.step_waits(step, look),
        )
        reached(step.kind, "after-wait")

    def _stop_if_wanted(self, next_index: int) -> None:
        if self._stop.wanted:
            raise StoppedError(self._finished, self._plan.steps[next_index:])

    def _ended(self, index: int, step: Step, outcome: Literal["failed", "unknown"], why: str) -> None:
        with suppress(QdrantError):
            self._journal.after(index, step, outcome, why)
        self._watch.step_done(step, outcome)

    def _failure(self, kind: type[StepFailedError], index: int, why: str) -> StepFailedError:
        steps = self._plan.steps
        return kind(steps[index], why, done=self._finished, remaining=steps[index + 1 :])

    def _applied(self, name: str) -> None:
        if name in self._unrecorded:
            self._lock.check()
            self._journal.applied(name, self._unrecorded.pop(name))


def declared_name(step: Step) -> str:
    """Return the declared name of the collection that a step is about."""
    return step.address.split("/")[0]


def _may_end_reindex(step: Step) -> bool:
    """Tell whether a generation may be gone after a step, or found to be gone by it.

    That a name is made to lead somewhere may be what a run that was killed has left of a `GiveWay`.
    """
    return isinstance(step, DELETIONS) or (isinstance(step, SetAlias) and step.alias == declared_name(step))


def told(error: BaseException) -> str:
    """Say in a line what an error says."""
    if isinstance(error, QschemaError):
        return f"{error.what}: {error.why}" if error.why else error.what
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
