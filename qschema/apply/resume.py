"""Going on with a run that was interrupted: with its own plan, from its first step that isn't done."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import takewhile

from pydantic import ValidationError

from qschema.apply.about import names_in
from qschema.apply.alive import at_work
from qschema.apply.errors import CanNotResumeError, NothingToResumeError
from qschema.apply.freezes import left_closed
from qschema.apply.ledger import Ledger
from qschema.apply.looking import look_around
from qschema.apply.migration_id import MigrationId
from qschema.apply.planning import plan_for
from qschema.apply.records import RunRecord, StepRecord
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound
from qschema.planner.plan import FORMAT, Plan, fingerprint
from qschema.planner.steps import ALIAS_STEPS, FreezeWrites, GiveWay, Step, ThawWrites
from qschema.schema.live import LiveInstance
from qschema.schema.spec import Schema

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Unfinished:
    """A run that came to no good end.

    Attributes:
        begun: What it wrote when it began.
        ended: What it wrote when it ended; None if it was killed.
        start: The index of its first step that isn't done.
    """

    begun: RunRecord
    ended: RunRecord | None
    start: int

    def __str__(self) -> str:
        how = self.ended.outcome if self.ended else "killed"
        return f"run {self.begun.run[:8]} of {self.begun.who.user} on {self.begun.who.host} ({how})"


@dataclass(frozen=True)
class Resumed:
    """What is to be gone on with.

    Attributes:
        run: The id of the run.
        plan: Its plan, as of what the instance shows now.
        start: The index of the first step to carry out.
        migration: The saved migration that the run carries out; None if none.
    """

    run: str
    plan: Plan
    start: int
    migration: MigrationId | None = None


def unfinished(client: QdrantClient, project: str, *, alone: bool = False) -> Unfinished | None:
    """Return the last run of a project that is to be gone on with; None if there is none, or if nobody can tell.

    That is one that did not end well and isn't at work, and that no later one overtakes: by going on with it or taking
    it back, or because it ended well, or is at work, and is about something that the other is about, too.

    Args:
        client: The instance.
        project: The project.
        alone: Whether no other process reaches the instance; see `at_work`.

    Raises:
        LedgerDamagedError: A record can't be read.
    """
    ledger = Ledger(client)
    try:
        runs = ledger.read(RunRecord, project)
    except (NotFound, Forbidden):
        return None
    begun = [record for record in runs if record.phase == "started"]
    ends = {record.run: record for record in runs if record.phase == "finished"}
    alive = at_work(client, project, {one.run for one in begun} - {*ends}, alone=alone)
    well = {one.run for one in begun if one.run in alive or (one.run in ends and ends[one.run].outcome == "done")}
    last = _last_left(begun, well)
    if last is None:
        return None
    ended = ends.get(last.run)
    chain = {last.run, *_resumed_by(last, begun)}
    steps = ledger.read(StepRecord, project)
    done = {one.index for one in steps if one.run in chain and one.outcome in ("done", "skipped")}
    return Unfinished(last, ended, next(index for index in range(len(done) + 1) if index not in done))


def plan_to_resume(client: QdrantClient, schema: Schema, *, place: str, alone: bool = False) -> Resumed:
    """Return what is left of the last run that isn't finished, if it may go on.

    It may if the declaration is still the one that it was planned for, and if what a new plan would do is a part of
    what it was doing. Otherwise somebody has changed something since, and wants to see a new plan.

    Raises:
        NothingToResumeError: The last run ended well, or there was none.
        CanNotResumeError: It can't go on, and why.
        QdrantError: The instance can't be read.
    """
    last = unfinished(client, schema.project, alone=alone)
    if last is None:
        raise NothingToResumeError(schema.project)
    if last.begun.undoes:
        raise CanNotResumeError(str(last), "it took back another one; `qschema rollback` takes back the rest of that")
    plan = _plan_of(last)
    now = plan_for(client, schema, place=place, granted=plan.granted, only=plan.only)
    if now.declared != plan.declared:
        raise CanNotResumeError(str(last), "the declaration was changed since")
    instance = look_around(client, schema.collections, schema.aliases)
    needed = {_key(step): step for step in now.steps if not step.holds(instance)}
    is_switching = _is_switching(plan, last.start, instance) and left_closed(client, schema.project)
    start = last.start if is_switching else min((last.start, *_to_repeat(plan, needed)))
    left = plan.steps if is_switching else plan.steps[start:]
    known = {_key(step) for step in (*left, *(step.rest for step in left if isinstance(step, GiveWay)))}
    if strange := [step for key, step in needed.items() if key not in known]:
        raise CanNotResumeError(
            str(last), f"the instance was changed since: {strange[0].address} now needs `{strange[0].words()}`"
        )
    as_of_now = {"live": now.live, "applied": now.applied, "server": now.server, "target": now.target}
    return Resumed(last.begun.run, plan.model_copy(update=as_of_now), start, last.begun.migration)


def _to_repeat(plan: Plan, needed: Container[_Key]) -> Iterator[int]:
    """Yield the indexes of work that is needed again: somebody may have written since a copy was made and verified."""
    return (index for index, step in enumerate(plan.steps) if step.is_work and _key(step) in needed)


def _is_switching(plan: Plan, start: int, instance: LiveInstance) -> bool:
    """Tell whether a run was killed within a write freeze when some names led to the new generation already, not all.

    Nothing is copied again then: what was left behind is closed, and what some write to already is newer.
    """
    before = [*takewhile(lambda step: not isinstance(step, FreezeWrites), reversed(plan.steps[:start]))]
    after = [*takewhile(lambda step: not isinstance(step, ThawWrites), plan.steps[start:])]
    if len(before) == start or start + len(after) == len(plan.steps):
        return False  # it isn't within a freeze
    switch = [*before, *after]
    return all(isinstance(one, ALIAS_STEPS) for one in switch) and any(one.holds(instance) for one in switch)


def _plan_of(last: Unfinished) -> Plan:
    body = last.begun.body
    if body is None:
        raise CanNotResumeError(str(last), "it was begun by a qschema that did not write down its plan")
    if body.get("format", FORMAT) > FORMAT:
        raise CanNotResumeError(str(last), "a newer qschema planned it")
    if fingerprint(body) != last.begun.plan:
        raise CanNotResumeError(str(last), "a secret stood in its plan, and no secret is ever written down")
    try:
        return Plan.model_validate(body)
    except ValidationError as error:
        raise CanNotResumeError(str(last), f"its plan can't be read: {error}") from None


def _last_left(begun: list[RunRecord], well: Container[str]) -> RunRecord | None:
    """Return the last run that didn't go well and isn't overtaken.

    A plan of all that is declared overtakes whatever came before: it would have been about what is left of that.
    """
    over: set[str] = set()
    names: set[str] = set()
    later = whole = False
    for run in reversed(begun):
        body = run.body or {}
        about = names_in(body)
        if run.run in well:
            later = True
            whole = whole or bool(body.get("declared") and not body.get("only") and not run.undoes)
            names |= about
            over |= {*_resumed_by(run, begun), *(deed.partition("/")[0] for deed in run.undoes)}
        elif not (whole or run.run in over or names & about or (later and (run.undoes or not about))):
            return run
    return None


def _resumed_by(run: RunRecord, begun: list[RunRecord]) -> set[str]:
    """Return the runs that a run went on with, directly or not."""
    by_id = {record.run: record for record in begun}
    chain: set[str] = set()
    while run.resumes and run.resumes not in chain and run.resumes in by_id:
        chain.add(run.resumes)
        run = by_id[run.resumes]
    return chain


def _key(step: Step) -> _Key:
    return step.kind, step.collection, step.address
