"""First applies that race, and a lock that notices a second holder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qschema.apply import run
from qschema.apply.errors import StalePlanError
from qschema.apply.history import history
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.lock_alias import lock_aliases
from qschema.apply.lock_name import LockName
from qschema.apply.patience import poll
from qschema.apply.planning import plan_for
from qschema.apply.records import AppliedRecord, LeaseRecord, MetaRecord, Record, RunRecord, StepRecord
from qschema.client import QdrantClient
from tests.apply.bench import Declaration, schema_of

PROJECTS = ("library", "shop")
RUNNERS = 8
LOCK_SECONDS = 300.0


class SecondHolderError(Exception):
    """Two runs held the lock of one project at once."""


def watched_lock(folder: Path) -> type[ProjectLock]:
    """Return a lock whose holder also holds a file of the project's name; a second holder can't make it again."""

    class WatchedLock(ProjectLock):
        def acquire(self, *how: Any) -> None:
            super().acquire(*how)
            try:
                os.close(os.open(folder / self._name.project, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                raise SecondHolderError(self._name.project) from None

        def release(self, *how: Any) -> None:
            (folder / self._name.project).unlink()
            super().release(*how)

    return WatchedLock


def declaration_of(project: str) -> Declaration:
    spec = {
        "vectors": {"text": {"size": 4, "distance": "Cosine"}},
        "payload_indexes": {"tenant": {"type": "keyword"}},
        "aliases": [f"{project}-docs"],
    }
    return {f"{project}-{number}": spec if number else {"vectors": {}} for number in range(2)}


def first_apply(client: QdrantClient, project: str, place: str) -> str:
    """Plan and apply until there is nothing to do; return the id of the run that did it, empty if others did."""
    schema = schema_of(declaration_of(project), project)
    while True:
        plan = plan_for(client, schema, place=place)
        try:
            return run.apply_plan(client, plan, place=place, lock_timeout=LOCK_SECONDS).run
        except StalePlanError:
            continue


def first_lock(client: QdrantClient, project: str) -> None:
    """Take the lock of a project that may not have one yet, and give it back."""
    with run.ProjectLock(client, project, run="race", timeout=LOCK_SECONDS) as lock:
        lock.check()


def check_afterwards(client: QdrantClient, place: str) -> None:
    """See that the ledger tells of one run after the other, and that everything is as declared."""
    free = {LockName(), *(LockName(project) for project in PROJECTS)}
    assert poll(lambda: lock_aliases(client) == free, 60), (
        "giving a lock back is the last thing that a node gets to know"
    )
    ledger = Ledger(client)
    assert len(ledger.read(MetaRecord)) == 1
    assert ledger.read(LeaseRecord) == []
    for project in PROJECTS:
        assert plan_for(client, schema_of(declaration_of(project), project), place=place).idle
        kinds: tuple[type[Record], ...] = (RunRecord, StepRecord, AppliedRecord)
        records: list[Any] = sorted(
            (one for kind in kinds for one in ledger.read(kind, project)), key=lambda one: one.seq
        )
        assert [one.seq for one in records] == [*range(1, len(records) + 1)]
        assert len({one.run for one in records}) == 1, "of several first applies of a project one does it"
        assert [one.outcome for one in history(client, project)] == ["done"]
