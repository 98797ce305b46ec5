"""What was applied, when and by whom, as the ledger tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qschema.apply.ledger import Ledger
from qschema.apply.lock_alias import lock_aliases
from qschema.apply.migration_id import MigrationId
from qschema.apply.records import LeaseRecord, Measures, RunRecord, StepRecord
from qschema.apply.who import Who
from qschema.client import QdrantClient
from qschema.client.errors import NotFound


@dataclass(frozen=True)
class StepRun:
    """A step that a run began.

    Attributes:
        index: Its place in the plan, from 0.
        kind: The kind of step.
        address: What it is about.
        words: What it does.
        outcome: `done`, `skipped`, `failed`, or `unknown` if the run was stopped within it.
        started: When it began; None if it was skipped.
        ended: When it ended; None if nobody knows.
        error: What went wrong; empty if nothing did.
        measures: What was measured in it; None if nothing was.
    """

    index: int
    kind: str
    address: str
    words: str
    outcome: str
    started: datetime | None
    ended: datetime | None
    error: str = ""
    measures: Measures | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the step as a JSON object."""
        return {**vars(self), "started": _text(self.started), "ended": _text(self.ended)}


@dataclass(frozen=True)
class Run:
    """A run.

    Attributes:
        id: Its id.
        project: The project that was applied.
        who: Who started it.
        tool: The version of qschema that carried it out.
        plan: The fingerprint of its plan.
        summary: What the plan was to do: `2 to add, 1 to change, 0 to destroy`.
        commit: The git commit of the project's folder; empty if there was none.
        resumes: The run that it went on with; empty if none.
        undoes: The runs that it took back.
        migration: The saved migration that it carried out; None if none.
        started: When it began.
        ended: When it ended; None if it didn't say.
        outcome: `done`, `failed`, `interrupted`, `running`, or `unfinished` if it is gone and didn't say how it ended.
        error: What went wrong; empty if nothing did.
        steps: The steps that it came to, in order.
    """

    id: str
    project: str
    who: Who
    tool: str
    plan: str
    summary: str
    commit: str
    resumes: str
    undoes: tuple[str, ...]
    migration: MigrationId | None
    started: datetime
    ended: datetime | None
    outcome: str
    error: str
    steps: tuple[StepRun, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the run as a JSON object."""
        return {
            **vars(self),
            "who": self.who.model_dump(mode="json"),
            "migration": self.migration and self.migration.model_dump(),
            "started": _text(self.started),
            "ended": _text(self.ended),
            "steps": [step.as_json() for step in self.steps],
        }


def history(client: QdrantClient, project: str | None = None) -> tuple[Run, ...]:
    """Return the runs of a project, or of all of them, the newest last; none if there is no ledger.

    Raises:
        LedgerDamagedError: A record can't be read.
        Forbidden: This key may not read the ledger.
    """
    ledger = Ledger(client)
    try:
        runs = ledger.read(RunRecord, project)
        steps = ledger.read(StepRecord, project)
        leases = ledger.read(LeaseRecord, project)
    except NotFound:
        return ()
    held = {name.token for name in lock_aliases(client)}
    alive = {lease.run for lease in leases if lease.token in held}
    ended = {record.run: record for record in runs if record.phase == "finished"}
    begun = sorted((record for record in runs if record.phase == "started"), key=lambda record: record.at)
    return tuple(
        _run(record, ended.get(record.run), [step for step in steps if step.run == record.run], record.run in alive)
        for record in begun
    )


def export(client: QdrantClient) -> Iterator[dict[str, Any]]:
    """Yield every record of the ledger as it is, of all projects, in the order in which they were written."""
    try:
        records = list(Ledger(client).everything())
    except NotFound:
        return
    yield from sorted(records, key=lambda record: (str(record.get("at", "")), str(record.get("seq", ""))))


def _run(begun: RunRecord, ended: RunRecord | None, steps: Iterable[StepRecord], alive: bool) -> Run:
    outcome = ended.outcome if ended else None
    return Run(
        id=begun.run,
        project=begun.project,
        who=begun.who,
        tool=begun.tool,
        plan=begun.plan,
        summary=begun.summary,
        commit=begun.commit,
        resumes=begun.resumes,
        undoes=begun.undoes,
        migration=begun.migration,
        started=begun.at,
        ended=ended.at if ended else None,
        outcome=outcome or ("running" if alive else "unfinished"),
        error=ended.error if ended else "",
        steps=tuple(_steps(steps)),
    )


def _steps(records: Iterable[StepRecord]) -> Iterator[StepRun]:
    by_index: dict[int, dict[str, StepRecord]] = {}
    for record in records:
        by_index.setdefault(record.index, {})[record.phase] = record
    for index, phases in sorted(by_index.items()):
        before, after = phases.get("before"), phases.get("after")
        known = after or before
        assert known is not None
        yield StepRun(
            index=index,
            kind=known.step_kind,
            address=known.address,
            words=known.words,
            outcome=(after.outcome if after else None) or "unknown",
            started=before.at if before else None,
            ended=after.at if after else None,
            error=after.error if after else "",
            measures=after.measures if after else None,
        )


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
