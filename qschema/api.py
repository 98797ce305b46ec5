"""The Python API: what the command line does, as functions. `qschema.plan` and the others are these.

Each takes first what is declared: the folder of a project, or objects (see `qschema.schema.objects.Objects`), and then
by keywords where the instance is (`Where`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from typing_extensions import Unpack

from qschema.apply.deployment import Carrying, Deployment
from qschema.apply.history import Run
from qschema.apply.in_thread import in_thread
from qschema.apply.place import Where, place_of
from qschema.apply.plan_file import load_plan
from qschema.apply.run import Outcome, Stop, Watcher
from qschema.apply.status import Status
from qschema.migrations.errors import PendingError
from qschema.migrations.pending import standing
from qschema.migrations.turns import rest_of_run, turns, unless_overtaken
from qschema.planner.plan import Plan
from qschema.schema.errors import MissingKeyError
from qschema.schema.objects import Objects, schema_of
from qschema.schema.project import load_project
from qschema.schema.spec import Schema

Declared = str | os.PathLike[str] | Schema | Objects
"""What is declared: the folder of a project, or what a program holds."""


def plan(
    declared: Declared = ".",
    *,
    allow_destroy: str | Iterable[str] = (),
    target: str | Iterable[str] = (),
    prune: bool = False,
    max_rebuilds: int = 1,
    refresh_only: bool = False,
    project: str | None = None,
    **where: Unpack[Where],
) -> Plan:
    """Say what it takes to bring an instance to what is declared. Nothing is written; a key that only reads is enough.

    Args:
        declared: What is declared.
        allow_destroy: Addresses whose data may be destroyed, such as `articles/vectors/text`; each covers what lies
            under it.
        target: Addresses that the plan is limited to.
        prune: Whether to remove what this project has on the instance and nobody declared or applied.
        max_rebuilds: How many collections may rebuild segments at a time.
        refresh_only: Whether only to tell what somebody changed since the last apply.
        project: The name of the project, where objects are declared; a folder has its own.
        **where: Where the instance is; see `Where`.

    Raises:
        SchemaError: There are mistakes in the declaration.
        AddressError: No instance is named, or more than one, or its address can't be read.
        NotVisibleError: The key may not see something that is declared.
        QdrantError: The instance can't be read.
    """
    return _deployment(declared, project, where).plan(
        granted=_several(allow_destroy),
        only=_several(target),
        prune=prune,
        max_rebuilds=max_rebuilds,
        refresh_only=refresh_only,
    )


def apply(
    declared: Declared = ".",
    *,
    plan: Plan | str | os.PathLike[str] | None = None,
    resume: bool = False,
    allow_destroy: str | Iterable[str] = (),
    target: str | Iterable[str] = (),
    prune: bool = False,
    max_rebuilds: int = 1,
    lock_timeout: float = 0.0,
    wait_timeout: float | None = None,
    watch: Watcher | None = None,
    stop: Stop | None = None,
    project: str | None = None,
    **where: Unpack[Where],
) -> Outcome:
    """Bring an instance to what is declared. Nobody is asked: make a `plan` first to see what it takes.

    Where the folder of a project has saved migrations, those that the instance has not had are carried out, in order;
    what is returned then is the last run, and the steps of all.

    Args:
        declared: What is declared.
        plan: A plan that was made before, or the file of one, to carry out exactly that; it is refused if the instance
            has changed since. What it is about was settled when it was made.
        resume: Whether to go on with the last run, which was interrupted, with its own plan.
        allow_destroy: As for `plan`, as are the next three.
        target: Addresses that it is limited to.
        prune: Whether to remove what nobody declared or applied.
        max_rebuilds: How many collections may rebuild segments at a time.
        lock_timeout: Seconds to wait for another run to end.
        wait_timeout: Seconds to wait for each rebuild; None for as long as it gets on.
        watch: Is told how it goes on, in the thread that carries it out.
        stop: Tells when to stop, between two steps; `aapply` sets it when it is cancelled.
        project: The name of the project, where objects are declared; a folder has its own.
        **where: Where the instance is; see `Where`.

    Raises:
        ValueError: `plan` and `resume` exclude each other.
        MigrationError: The saved migrations are not as they should be, or something else has to wait for them.
        SchemaError: There are mistakes in the declaration.
        AddressError: No instance is named, or more than one, or its address can't be read.
        ApplyError: It can't be carried out, or not to its end; `qschema.apply.run.apply_plan` lists the kinds.
        QdrantError: The instance can't be read.
    """
    deployment, granted = _deployment(declared, project, where), _several(allow_destroy)
    how = Carrying(lock_timeout=lock_timeout, wait_timeout=wait_timeout, watch=watch, stop=stop)
    stands = standing(deployment)
    start, begun = 0, deployment.begun
    if resume:
        if plan is not None:
            raise ValueError("an interrupted run has its own plan: give either plan or resume")
        left = rest_of_run(deployment, stands.pending)
        plan, start, begun = left.plan, left.start, replace(begun, resumes=left.run, migration=left.migration)
    elif stands.pending:
        if plan is not None or _several(target) or prune:
            raise PendingError("a plan of its own, a limited one, or one that prunes", stands.waiting)
        done = Outcome()
        for turn in turns(deployment, stands, granted=granted, max_rebuilds=max_rebuilds):
            with unless_overtaken(deployment, turn):
                one = deployment.carry_out(turn.plan, turn.begun, **how)
                done = Outcome(one.run, (*done.steps, *one.steps))
        return done
    elif plan is None:
        make = partial(deployment.plan, granted=granted, only=_several(target), prune=prune, max_rebuilds=max_rebuilds)
        return deployment.carry_out_fresh(make(), begun, make, **how)
    elif not isinstance(plan, Plan):
        plan = load_plan(Path(plan))
    return deployment.carry_out(plan, begun, start=start, **how)


def plan_rollback(
    declared: Declared = ".",
    *,
    run: str = "",
    steps: int | None = None,
    allow_destroy: str | Iterable[str] = (),
    project: str | None = None,
    **where: Unpack[Where],
) -> Plan:
    """Say what it takes to take back what a run has done. Nothing is written.

    Args:
        declared: What is declared; of it, only the name of the project counts.
        run: The id of the run, or how it begins; empty for the last one that did something and took nothing back.
        steps: How many steps to take back, across runs, instead of a run.
        allow_destroy: As for `plan`.
        project: The name of the project, where objects are declared; a folder has its own.
        **where: Where the instance is; see `Where`.

    Raises:
        NoSuchRunError: There is no such run.
        LockedError: It is still at work.
        NothingToRollBackError: There is nothing to take back.
        QdrantError: The instance can't be read.
    """
    return _deployment(declared, project, where).rollback(run=run, steps=steps, granted=_several(allow_destroy)).plan


def rollback(
    declared: Declared = ".",
    *,
    run: str = "",
    steps: int | None = None,
    allow_destroy: str | Iterable[str] = (),
    lock_timeout: float = 0.0,
    wait_timeout: float | None = None,
    watch: Watcher | None = None,
    stop: Stop | None = None,
    project: str | None = None,
    **where: Unpack[Where],
) -> Outcome:
    """Take back what a run has done. Nobody is asked: make the plan first (`plan_rollback`) to see what it takes.

    Args:
        declared: As for `plan_rollback`, as are the next three.
        run: The id of the run.
        steps: How many steps to take back.
        allow_destroy: Addresses whose data may be destroyed.
        lock_timeout: As for `apply`, as are the next three.
        wait_timeout: Seconds to wait for each rebuild.
        watch: Is told how it goes on.
        stop: Tells when to stop.
        project: The name of the project, where objects are declared; a folder has its own.
        **where: Where the instance is; see `Where`.

    Raises:
        NoSuchRunError: There is no such run.
        NothingToRollBackError: There is nothing to take back.
        ApplyError: It can't be carried out, or not to its end; `qschema.apply.run.apply_plan` lists the kinds.
        QdrantError: The instance can't be read.
    """
    deployment = _deployment(declared, project, where)
    back = deployment.rollback(run=run, steps=steps, granted=_several(allow_destroy))
    return deployment.carry_out(
        back.plan,
        replace(deployment.begun, undoes=back.undoes),
        lock_timeout=lock_timeout,
        wait_timeout=wait_timeout,
        watch=watch,
        stop=stop,
    )


def status(declared: Declared = ".", *, project: str | None = None, **where: Unpack[Where]) -> Status:
    """Tell how an instance stands to what is declared. Nothing is written; a key that only reads is enough.

    Args:
        declared: What is declared.
        project: The name of the project, where objects are declared; a folder has its own.
        **where: Where the instance is; see `Where`.

    Raises:
        SchemaError: There are mistakes in the declaration.
        NotVisibleError: The key may not see something that is declared.
        QdrantError: The instance can't be read.
    """
    return _deployment(declared, project, where).status()


def history(declared: Declared = ".", *, project: str | None = None, **where: Unpack[Where]) -> tuple[Run, ...]:
    """Return the runs of a project, the newest last; none if there is no ledger.

    Args:
        declared: What is declared; of it, only the name of the project counts.
        project: The name of the project, where objects are declared; a folder has its own.
        **where: Where the instance is; see `Where`.

    Raises:
        LedgerDamagedError: A record can't be read.
        QdrantError: The instance can't be read.
    """
    return _deployment(declared, project, where).history()


aplan = in_thread(plan)
aapply = in_thread(apply)
aplan_rollback = in_thread(plan_rollback)
arollback = in_thread(rollback)
astatus = in_thread(status)
ahistory = in_thread(history)


def _deployment(declared: Declared, project: str | None, where: Where) -> Deployment:
    if isinstance(declared, (str, os.PathLike)):
        found = load_project(Path(declared))
        elsewhere = any(where.get(key) is not None for key in ("url", "path", "client"))
        environment = None if elsewhere else where.get("env") or found.default_environment
        return Deployment.of_project(found, place_of(found, **where), environment)
    place = place_of(None, **where)
    if isinstance(declared, Schema):
        return Deployment(declared.project, place, lambda: declared)
    if project is None:
        raise MissingKeyError("no project is named that the objects belong to", fix='say it: project="library"')
    return Deployment(project, place, lambda: schema_of(project, declared))


def _several(addresses: str | Iterable[str]) -> tuple[str, ...]:
    return (addresses,) if isinstance(addresses, str) else tuple(addresses)
