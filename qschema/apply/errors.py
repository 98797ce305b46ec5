"""What can go wrong when a plan is carried out: one type for each failure, with its code and its way out."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from qschema.errors import QschemaError

if TYPE_CHECKING:
    from qschema.apply.held_lock import HeldLock
    from qschema.planner.plan import Plan
    from qschema.planner.steps import Step


class ApplyError(QschemaError):
    """Base of all errors of carrying out plans.

    Attributes:
        outcome: How a step ended that the error befell: `unknown` if it isn't over.
    """

    code: ClassVar[str] = "apply.error"
    outcome: ClassVar[Literal["failed", "unknown"]] = "failed"


class LockedError(ApplyError):
    """Another run holds the lock of a project, or of a collection.

    Attributes:
        held: The lock and whoever holds it.
    """

    code: ClassVar[str] = "apply.locked"
    reason: ClassVar[str] = "only one run at a time may change what belongs to a project"
    way_out: ClassVar[str] = (
        "wait for it (--lock-timeout 90s), also if that run is dead: who waits gets its lock within a minute; "
        "or free it"
    )

    def __init__(self, held: HeldLock) -> None:
        self.held = held
        super().__init__(
            f"{held.guards} is locked by {held.holder}", why=self.reason, fix=f"{self.way_out}: {held.command}"
        )


class CollectionLockedError(LockedError):
    """Another run has a collection to itself."""

    code: ClassVar[str] = "apply.collection-locked"
    reason: ClassVar[str] = "what takes long, a reindex or a copy, has this collection to itself"
    way_out: ClassVar[str] = (
        "wait for it (--lock-timeout 90s), also if it is dead: who waits gets its lock within a minute; "
        "or leave this collection out (--target); or free it"
    )


class LockLostError(ApplyError):
    """The lock was taken away while this run was at work."""

    code: ClassVar[str] = "apply.lock-lost"

    def __init__(self, guards: str) -> None:
        super().__init__(
            f"this run no longer holds the lock of {guards}",
            why="somebody freed it with `qschema unlock`, or the ledger was replaced",
            fix="see that no other run is at work, then run `qschema apply` again: it continues where this one stopped",
        )


class NotReleasedError(ApplyError):
    """A run ended and could not give its lock back."""

    code: ClassVar[str] = "apply.not-released"

    def __init__(self, guards: str, token: str, said: str) -> None:
        super().__init__(
            f"the lock of {guards} could not be given back",
            why=said,
            fix=f"once the instance can be reached again: qschema unlock {token}",
        )


class NoSuchLockError(ApplyError):
    """There is no held lock with that token."""

    code: ClassVar[str] = "apply.no-such-lock"

    def __init__(self, project: str, token: str) -> None:
        super().__init__(
            f"no run holds the lock of the project {project!r} with the id {token}",
            why="that run has ended by now, or the id is mistyped",
            fix="qschema unlock shows who holds it",
        )


class GuardError(ApplyError):
    """The guard that a first lock of a project needs is missing, or was never given back."""

    code: ClassVar[str] = "apply.guard"

    def __init__(self, what: str) -> None:
        super().__init__(
            what,
            why="a run was killed in the few milliseconds in which it prepared the ledger or a project's lock",
            fix="see that no other run is at work, then: qschema unlock --repair",
        )


class NoPermissionError(ApplyError):
    """The key does not allow what an apply needs."""

    code: ClassVar[str] = "apply.no-permission"

    def __init__(self, needs: str, said: str) -> None:
        super().__init__(
            f"this key may not {needs}",
            why=f"Qdrant said: {said}. Nothing was changed",
            fix="use a key with manage access; `plan` and `status` work with a read-only one",
        )


class OldServerError(ApplyError):
    """The server is older than what apply supports."""

    code: ClassVar[str] = "apply.old-server"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"the server is Qdrant {version}, and changes are made only to 1.16 or later",
            why="older servers have no collection metadata, which holds the mark of ownership",
            fix="upgrade Qdrant, one minor version at a time; `plan` and `import` work here",
        )


class NewerLedgerError(ApplyError):
    """The ledger was written by a newer qschema."""

    code: ClassVar[str] = "apply.newer-ledger"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the ledger of this instance has the format {found}, and this qschema writes {known}",
            why="a newer qschema was here; what it wrote can be read, not added to",
            fix="upgrade qschema",
        )


class LedgerDamagedError(ApplyError):
    """A record of the ledger can't be read."""

    code: ClassVar[str] = "apply.ledger-damaged"

    def __init__(self, point: str, why: str) -> None:
        super().__init__(
            f"a record of the ledger can't be read: point {point}",
            why=why,
            fix="nobody but qschema may write to the collection _qschema; look at that point, and delete it",
        )


class ImpossiblePlanError(ApplyError):
    """The plan holds changes that can't be made here."""

    code: ClassVar[str] = "apply.impossible"

    def __init__(self, plan: Plan) -> None:
        first, *rest = plan.impossible
        more = f" (and {len(rest)} more)" if rest else ""
        super().__init__(
            f"the plan can't be carried out: {first.address} is impossible here{more}",
            where=first.source,
            why=first.reason,
            fix="change the declaration, then plan again",
        )


class CanNotRollBackError(ApplyError):
    """What a run did can't be taken back."""

    code: ClassVar[str] = "apply.can-not-roll-back"

    def __init__(self, plan: Plan) -> None:
        first, *rest = plan.impossible
        more = f" (and {len(rest)} more)" if rest else ""
        super().__init__(
            f"this can't be taken back: {first.address}{more}",
            why=first.reason,
            fix="take back only what came after it (--steps N); or declare what you want and apply that",
        )


class RefusedError(ApplyError):
    """The plan destroys data, and nobody allowed that."""

    code: ClassVar[str] = "apply.refused"

    def __init__(self, plan: Plan) -> None:
        addresses = list(dict.fromkeys(step.address for step in plan.refused))
        super().__init__(
            f"the plan destroys data that nobody allowed to be destroyed: {', '.join(addresses)}",
            why="; ".join(f"{step.address}: {step.words()}" for step in plan.refused),
            fix="if that is meant: " + " ".join(f"--allow-destroy {address}" for address in addresses),
        )


class StalePlanError(ApplyError):
    """What the plan was made from has changed since."""

    code: ClassVar[str] = "apply.stale"

    def __init__(self, why: str) -> None:
        super().__init__(
            "the instance is no longer as the plan found it",
            why=why,
            fix="plan again, and look at what it says now",
        )


class OtherTargetError(ApplyError):
    """The plan was made for another instance."""

    code: ClassVar[str] = "plan-file.other-target"

    def __init__(self, target: str, place: str) -> None:
        super().__init__(
            f"the plan was made for another instance ({target}), not for the one at {place}",
            why="what a plan changes depends on the instance that it was made from",
            fix="plan again for this instance, or name the other one with --env or --url",
        )


class NotEnsuredError(ApplyError):
    """A collection isn't as an application declares it, and to add what is missing doesn't make it so.

    Attributes:
        plan: What it takes.
    """

    code: ClassVar[str] = "apply.not-ensured"

    def __init__(self, plan: Plan, others: Iterable[Step], where: str, targets: Iterable[str]) -> None:
        self.plan = plan
        steps = [f"{step.sign} {step.address}: {step.words()}" for step in others]
        impossible = [f"{change.kind.value} {change.address}: {change.reason}" for change in plan.impossible]
        limited = "".join(f" --target {shlex.quote(name)}" for name in targets)
        refused = dict.fromkeys(step.address for step in plan.refused)
        allowed = "".join(f" --allow-destroy {shlex.quote(address)}" for address in refused)
        super().__init__(
            "the instance is not as declared here, and more than additions would make it so",
            why="; ".join([*impossible, *steps]),
            fix=f"look at it: qschema {where} plan{limited}; carry it out: qschema {where} apply{limited}{allowed}",
        )


class StepFailedError(ApplyError):
    """A step could not be carried out; what came before it is done and recorded.

    Attributes:
        step: The step.
        done: The steps before it.
        remaining: The steps after it, which were not begun.
    """

    code: ClassVar[str] = "apply.step-failed"

    def __init__(self, step: Step, why: str, *, done: Iterable[Step], remaining: Iterable[Step]) -> None:
        self.step, self.done, self.remaining = step, tuple(done), tuple(remaining)
        super().__init__(
            f"step failed: {step.words()}",
            where=step.address,
            why=f"{why}\n  done before it: {_told(self.done)}\n  not begun: {_told(self.remaining)}",
            fix="mend the cause and run `qschema apply` again: it continues where this run stopped",
        )


class StoppedError(ApplyError):
    """Somebody asked the run to stop, and it did so between two steps."""

    code: ClassVar[str] = "apply.stopped"
    outcome: ClassVar[Literal["failed", "unknown"]] = "unknown"

    def __init__(self, done: Iterable[Step], remaining: Iterable[Step]) -> None:
        super().__init__(
            "the run was stopped",
            why=f"done: {_told(tuple(done))}\n  not begun: {_told(tuple(remaining))}",
            fix="qschema apply --resume goes on; qschema rollback takes back what was done",
        )


class NothingToResumeError(ApplyError):
    """There is no interrupted run."""

    code: ClassVar[str] = "apply.nothing-to-resume"

    def __init__(self, project: str) -> None:
        super().__init__(
            f"the project {project!r} has no run to go on with",
            why="its last run ended well, or there was none, or its ledger can't be read",
            fix="qschema apply makes a plan and carries it out",
        )


class CanNotResumeError(ApplyError):
    """An interrupted run can't go on."""

    code: ClassVar[str] = "apply.can-not-resume"

    def __init__(self, run: str, why: str) -> None:
        super().__init__(
            f"{run} can't be gone on with",
            why=why,
            fix="qschema apply makes a new plan, which starts from what is done; qschema rollback takes it back",
        )


class NoSuchRunError(ApplyError):
    """There is no such run, or more than one."""

    code: ClassVar[str] = "apply.no-such-run"

    def __init__(self, run: str, found: int) -> None:
        super().__init__(
            f"{found or 'no'} runs of this project have an id that begins with {run!r}",
            fix="qschema history shows the runs and their ids",
        )


class NothingToRollBackError(ApplyError):
    """There is nothing to take back.

    Args:
        stopped: The last run, if it was stopped before it did anything.
    """

    code: ClassVar[str] = "apply.nothing-to-roll-back"

    def __init__(self, stopped: str = "") -> None:
        super().__init__(
            "there is nothing to take back",
            why=f"the last run, {stopped[:8]}, was stopped before it did anything"
            if stopped
            else "no run did anything here, or all of it was taken back already",
            fix="qschema history shows the runs and their ids; qschema rollback RUN takes back an earlier one"
            if stopped
            else "qschema history shows what was done",
        )


class NotEffectiveError(StepFailedError):
    """The instance accepted a step and does not show its effect."""

    code: ClassVar[str] = "apply.not-effective"


class WaitingError(ApplyError):
    """Base of what can go wrong while a collection is waited for."""

    code: ClassVar[str] = "apply.waiting"


class StillWorkingError(WaitingError):
    """The time for waiting is up, and a collection is still being rebuilt. Nothing has failed.

    Attributes:
        collection: The collection's physical name.
    """

    code: ClassVar[str] = "apply.still-working"
    outcome: ClassVar[Literal["failed", "unknown"]] = "unknown"

    def __init__(self, collection: str, seconds: float) -> None:
        self.collection = collection
        super().__init__(
            f"the collection {collection!r} is still being rebuilt after {seconds:g} s",
            why="nothing has failed: Qdrant goes on in the background, and searches are answered meanwhile",
            fix="qschema apply --resume waits on, and does the steps that remain",
        )


class NoProgressError(WaitingError):
    """A collection's optimiser gets nowhere."""

    code: ClassVar[str] = "apply.no-progress"

    def __init__(self, collection: str, why: str) -> None:
        super().__init__(
            f"the optimiser of the collection {collection!r} makes no progress",
            why=why,
            fix="look at GET /collections/NAME/optimizations and the server's log; a collection with on_disk: true and "
            "memory: cached is rebuilt for ever, so declare one of them",
        )


class OptimizerFailedError(WaitingError):
    """A collection is red: its optimiser failed."""

    code: ClassVar[str] = "apply.optimizer-failed"

    def __init__(self, collection: str, said: str) -> None:
        super().__init__(
            f"the optimiser of the collection {collection!r} failed",
            why=f"Qdrant said: {said}" if said else "the collection is red",
            fix="look at the server's log and its free disk space; then qschema apply --resume",
        )


class PlanFileError(ApplyError):
    """A file holds no plan."""

    code: ClassVar[str] = "plan-file.unreadable"

    def __init__(self, path: str, why: str) -> None:
        super().__init__("this is no saved plan", where=path, why=why, fix="qschema plan --out FILE writes one")


class SecretInPlanError(ApplyError):
    """A plan can't be saved, because a secret stands in what it would send."""

    code: ClassVar[str] = "plan-file.secret"

    def __init__(self, path: str, addresses: Iterable[str]) -> None:
        super().__init__(
            f"the plan holds a secret and is not saved: {', '.join(dict.fromkeys(addresses))}",
            where=path,
            why="no secret is ever written, and without it the plan could not be carried out",
            fix="take the secret out of the declaration, or apply without a file",
        )


class AlteredPlanError(ApplyError):
    """A saved plan was changed after it was written."""

    code: ClassVar[str] = "plan-file.altered"

    def __init__(self, path: str) -> None:
        super().__init__(
            "the plan was altered after it was saved",
            where=path,
            why="its checksum does not fit its content, so it is not what somebody looked at and agreed to",
            fix="plan again: qschema plan --out FILE",
        )


class NewerPlanError(ApplyError):
    """A saved plan was written by a newer qschema."""

    code: ClassVar[str] = "plan-file.newer-format"

    def __init__(self, path: str, found: object, known: int) -> None:
        super().__init__(
            f"the plan has the format {found}, and this qschema reads up to {known}",
            where=path,
            why="a newer qschema saved it",
            fix="upgrade qschema, or plan again with this one",
        )


class QueriesFileError(ApplyError):
    """A file holds no saved queries."""

    code: ClassVar[str] = "verify.queries-file"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            "the saved queries can't be read",
            where=where,
            why=why,
            fix='write one on each line: "a text", or {"text": …}, {"point": ID}, {"vector": […]} with using, filter, '
            "expect and within beside it",
        )


_AT_MOST = 5


def _told(steps: tuple[Step, ...]) -> str:
    shown = [f"{step.address}: {step.words()}" for step in steps[:_AT_MOST]]
    more = [f"and {len(steps) - _AT_MOST} more"] if len(steps) > _AT_MOST else []
    return "; ".join([*shown, *more]) or "nothing"
