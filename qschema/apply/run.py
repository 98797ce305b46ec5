"""Carrying out a plan: under the project's lock, step by step, with a record of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import uuid4

from qschema.apply.applied import read_applied
from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.carrying import Refused, carry_out
from qschema.apply.checks import check_fresh, check_plan, check_server
from qschema.apply.errors import LockLostError, StepFailedError
from qschema.apply.identity import check_target, ledger_id
from qschema.apply.journal import Journal
from qschema.apply.lock import ProjectLock
from qschema.apply.looking import image_of, look_around
from qschema.apply.who import whoami
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.errors import QschemaError
from qschema.planner.plan import Plan
from qschema.planner.steps import Step

StepOutcome = Literal["done", "skipped", "failed", "unknown"]


class Watcher(Protocol):
    """Is told how a run goes on."""

    def step_started(self, step: Step) -> None:
        """A step is begun."""
        ...

    def step_done(self, step: Step, outcome: str) -> None:
        """A step has ended: `done`, `skipped` because it was so already, `failed`, or `unknown`."""
        ...


@dataclass(frozen=True)
class Outcome:
    """What came of a plan that was carried out.

    Attributes:
        run: The run's id in the ledger; empty if there was nothing to write.
        steps: How each step ended, in the plan's order.
    """

    run: str = ""
    steps: tuple[StepOutcome, ...] = ()


def apply_plan(
    client: QdrantClient,
    plan: Plan,
    *,
    place: str,
    alone: bool = False,
    lock_timeout: float = 0.0,
    watch: Watcher | None = None,
) -> Outcome:
    """Carry out a plan. If there is nothing to write, not even a mark or a record, nothing is touched.

    Args:
        client: The instance.
        plan: The plan.
        place: Where the instance is: its URL or its folder.
        alone: Whether no other process reaches the instance, because it is an embedded one; see `ProjectLock`.
        lock_timeout: Seconds to wait for another run to end.
        watch: Is told how it goes on.

    Raises:
        ImpossiblePlanError: Something in the plan is impossible.
        RefusedError: The plan destroys what nobody allowed to be destroyed.
        OtherTargetError: The plan was made for another instance.
        OldServerError: The server is too old.
        NewerLedgerError: A newer qschema wrote the ledger.
        NoPermissionError: This key may not make the ledger, or take the lock; nothing was changed.
        LockedError: Another run holds the project's lock.
        StalePlanError: The instance has changed since the plan was made; nothing was changed.
        StepFailedError: A step could not be done. What came before it is done and recorded.
        LockLostError: Somebody freed the lock meanwhile. What was done is done and recorded.
    """
    check_plan(plan)
    if plan.idle:
        return Outcome()
    check_server(client)
    check_target(client, plan, place)
    if ledger_id(client) is None:
        _check_fresh(client, plan)  # so that nothing is made for a plan that is refused
    ensure_ledger(client)
    run, who = uuid4().hex, whoami()
    with ProjectLock(client, plan.project, run=run, timeout=lock_timeout, who=who, alone=alone) as lock:
        _check_fresh(client, plan)
        journal = Journal(client, plan, run=run, who=who)
        with _recorded(journal):
            return Outcome(run, _Run(client, plan, lock, journal, watch).steps())


def _check_fresh(client: QdrantClient, plan: Plan) -> None:
    instance = look_around(client, plan.collections, plan.aliases)
    check_fresh(plan, instance, read_applied(client, plan.project))


class _Run:
    """The steps of one run, and what is recorded beside them."""

    def __init__(
        self, client: QdrantClient, plan: Plan, lock: ProjectLock, journal: Journal, watch: Watcher | None
    ) -> None:
        self._client = client
        self._plan = plan
        self._lock = lock
        self._journal = journal
        self._watch = watch
        self._unrecorded = dict(plan.records)

    def steps(self) -> tuple[StepOutcome, ...]:
        """Carry out all steps. A collection is noted as applied once none of its steps remains."""
        outcomes: list[StepOutcome] = []
        for index, step in enumerate(self._plan.steps):
            outcomes.append(self._step(index, step))
            name = _declared_name(step)
            if name not in map(_declared_name, self._plan.steps[index + 1 :]):
                self._applied(name)
        for name in tuple(self._unrecorded):
            self._applied(name)
        return tuple(outcomes)

    def _step(self, index: int, step: Step) -> StepOutcome:
        if self._watch:
            self._watch.step_started(step)
        try:
            outcome = carry_out(
                self._client,
                step,
                note=lambda live: self._journal.before(index, step, image_of(step, live)),
                check=self._lock.check,
            )
        except Refused as refused:
            self._ended(index, step, refused.outcome, str(refused))
            raise self._failure(refused.kind, index, str(refused)) from refused
        except LockLostError as error:  # it is looked for before anything is sent
            self._ended(index, step, "failed", _told(error))
            raise
        except QdrantError as error:  # while looking or noting: nothing was sent
            self._ended(index, step, "failed", _told(error))
            raise self._failure(StepFailedError, index, error.what) from error
        except BaseException as error:
            with suppress(QdrantError):
                self._journal.after(index, step, "unknown", _told(error))
            raise
        self._journal.after(index, step, outcome)
        if self._watch:
            self._watch.step_done(step, outcome)
        return outcome

    def _ended(self, index: int, step: Step, outcome: Literal["failed", "unknown"], why: str) -> None:
        with suppress(QdrantError):
            self._journal.after(index, step, outcome, why)
        if self._watch:
            self._watch.step_done(step, outcome)

    def _failure(self, kind: type[StepFailedError], index: int, why: str) -> StepFailedError:
        steps = self._plan.steps
        return kind(steps[index], why, done=steps[:index], remaining=steps[index + 1 :])

    def _applied(self, name: str) -> None:
        if name in self._unrecorded:
            self._lock.check()
            self._journal.applied(name, self._unrecorded.pop(name))


@contextmanager
def _recorded(journal: Journal) -> Iterator[None]:
    """Record that a run begins, and how it ends, whatever ends it."""
    try:
        journal.started()
        yield
    except Exception as error:
        with suppress(QdrantError):
            journal.finished("failed", _told(error))
        raise
    except BaseException as error:  # Ctrl-C, or the process is told to end
        with suppress(QdrantError):
            journal.finished("interrupted", _told(error))
        raise
    journal.finished("done")


def _declared_name(step: Step) -> str:
    return step.address.split("/")[0]


def _told(error: BaseException) -> str:
    if isinstance(error, QschemaError):
        return f"{error.what}: {error.why}" if error.why else error.what
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
