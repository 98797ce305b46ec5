"""Carrying out a plan: under the project's lock, step by step, with a record of each.

For work of hours the lock is given back; see `qschema.apply.side_by_side`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from qschema.apply.applied import read_applied
from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.checks import check_fresh, check_plan, check_server
from qschema.apply.collection_lease import CollectionLease
from qschema.apply.errors import StalePlanError, StillWorkingError, StoppedError
from qschema.apply.identity import check_target, ledger_id
from qschema.apply.journal import Begun, Journal
from qschema.apply.lock import ProjectLock
from qschema.apply.looking import look_around
from qschema.apply.migrated import migrated
from qschema.apply.reindex.freezing import open_to_writes
from qschema.apply.reindex.shadowing import check_shadowing
from qschema.apply.side_by_side import Others
from qschema.apply.snapshots import SnapshotKeeper
from qschema.apply.stepping import StepOutcome, Stepping, told
from qschema.apply.watching import Silent, Stop, Watcher
from qschema.apply.who import whoami
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.planner.plan import Plan

__all__ = ["Outcome", "StepOutcome", "Stop", "Watcher", "apply_plan"]


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
    wait_timeout: float | None = None,
    watch: Watcher | None = None,
    stop: Stop | None = None,
    start: int = 0,
    begun: Begun | None = None,
    keeper: SnapshotKeeper | None = None,
    directory: Path | None = None,
) -> Outcome:
    """Carry out a plan. If there is nothing to write, not even a mark or a record, nothing is touched.

    That a saved migration was carried out is something to write.

    Args:
        client: The instance.
        plan: The plan.
        place: Where the instance is: its URL or its folder.
        alone: Whether no other process reaches the instance, because it is an embedded one; see `ProjectLock`.
        lock_timeout: Seconds to wait for another run to end.
        wait_timeout: Seconds to wait for each rebuild; None for as long as it gets on.
        watch: Is told how it goes on.
        stop: Tells when to stop, between two steps.
        start: The index of the first step to carry out; those before it are done.
        begun: Which runs this one goes on with, or takes back, which migration it is, and from which commit.
        directory: The project's folder, where reports are left, and found what is cached; None if there is none.
        keeper: Takes the snapshots that the plan wants, and recovers others; without it, for an instance of one node,
            in the folder where a project in the current one has them.

    Raises:
        ImpossiblePlanError: Something in the plan is impossible.
        RefusedError: The plan destroys what nobody allowed to be destroyed.
        OtherTargetError: The plan was made for another instance.
        OldServerError: The server is too old.
        NewerLedgerError: A newer qschema wrote the ledger.
        NoPermissionError: This key may not make the ledger, or take the lock; nothing was changed.
        NoShadowingError: An alias is to come before a collection of its name, which doesn't work here; nothing was
            changed.
        LockedError: Another run holds the project's lock, or is at work on something that the plan is about.
        StalePlanError: The instance has changed since the plan was made; nothing was changed.
        StepFailedError: A step could not be done. What came before it is done and recorded.
        LockLostError: Somebody freed the lock meanwhile. What was done is done and recorded.
        WaitingError: A rebuild isn't over when the time is up, or gets nowhere.
        StoppedError: It was told to stop. What was done is done and recorded.
    """
    check_plan(plan)
    begun, stop = begun or Begun(), stop or Stop()
    if plan.idle and begun.migration is None:
        return Outcome()
    check_server(client)
    check_target(client, plan, place)
    if ledger_id(client) is None:
        _check_fresh(client, plan)  # so that nothing is made for a plan that is refused
    ensure_ledger(client)
    run, who = uuid4().hex, whoami()
    check = partial(_stop_if_wanted, stop, plan, start)
    how: dict[str, Any] = {"run": run, "timeout": lock_timeout, "who": who, "alone": alone, "check": check}
    lease_for = partial(CollectionLease, client, **how)
    with ProjectLock(client, plan.project, **how) as lock:
        Others(client, plan, begun, lock, who=who, alone=alone).keep_clear(lock_timeout, check)
        _check_fresh(client, plan)
        check_shadowing(client, plan.project, plan.steps[start:])
        if begun.migration and begun.migration in migrated(client, plan.project).done:
            raise StalePlanError("another run has carried out this migration since")
        journal = Journal(client, plan, lock, run=run, who=who, begun=begun)
        with open_to_writes(client, lock, plan.project, plan.steps[start:]), _recorded(journal):
            keeper = keeper or SnapshotKeeper((client,))
            stepping = Stepping(
                client, plan, lock, lease_for, journal, watch or Silent(), stop, wait_timeout, keeper, directory
            )
            return Outcome(run, stepping.carry_out(start))


def _stop_if_wanted(stop: Stop, plan: Plan, start: int) -> None:
    """Stop before anything is begun, while the lock is waited for."""
    if stop.wanted:
        stopped = StoppedError(plan.steps[:start], plan.steps[start:])
        stopped.fix = "nothing was begun; the same command begins it"
        raise stopped


def _check_fresh(client: QdrantClient, plan: Plan) -> None:
    instance = look_around(client, plan.collections, plan.aliases)
    check_fresh(plan, instance, read_applied(client, plan.project))


@contextmanager
def _recorded(journal: Journal) -> Iterator[None]:
    """Record that a run begins, and how it ends, whatever ends it."""
    try:
        journal.started()
        yield
    except (StoppedError, StillWorkingError) as error:
        if journal.begun.undoes:
            error.fix = "qschema rollback takes back what remains"
        with suppress(QdrantError):
            journal.finished("interrupted", told(error))
        raise
    except Exception as error:
        with suppress(QdrantError):
            journal.finished("failed", told(error))
        raise
    except BaseException as error:  # Ctrl-C, or the process is told to end
        with suppress(QdrantError):
            journal.finished("interrupted", told(error))
        raise
    journal.finished("done")
