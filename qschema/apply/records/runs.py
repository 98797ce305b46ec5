"""What the ledger is, and what runs did."""

from __future__ import annotations

from typing import Literal

from qschema._version import __version__
from qschema.apply.migration_id import MigrationId
from qschema.apply.records.base import JsonObject, Record
from qschema.apply.who import Who

FORMAT = 1
"""The version of the ledger's form."""


class MetaRecord(Record):
    """What the ledger itself is.

    Attributes:
        format: The version of its form.
        ledger: Its id, which tells this instance from others.
        tool: The version of qschema that made it.
    """

    kind: Literal["meta"] = "meta"
    format: int = FORMAT
    ledger: str
    tool: str = __version__


class RunRecord(Record):
    """The beginning or the end of a run.

    Attributes:
        project: The project that was applied.
        run: The run's id.
        phase: Whether it begins or ends.
        plan: The fingerprint of its plan.
        body: The plan itself, as a saved one has it; only at its beginning.
        resumes: The run that it goes on with; empty if none.
        undoes: The runs that it takes back; empty if none.
        migration: The saved migration that it carries out; None if none.
        tool: The version of qschema that carried it out.
        commit: The git commit of the project's folder; empty if there is none.
        who: Who started it.
        summary: What the plan was to do: `2 to add, 1 to change, 0 to destroy`.
        outcome: How it ended; None at its beginning.
        error: What went wrong; empty if nothing did.
    """

    kind: Literal["run"] = "run"
    project: str
    run: str
    phase: Literal["started", "finished"]
    plan: str
    body: JsonObject = None
    resumes: str = ""
    undoes: tuple[str, ...] = ()
    migration: MigrationId | None = None
    tool: str = __version__
    commit: str = ""
    who: Who
    summary: str
    outcome: Literal["done", "failed", "interrupted"] | None = None
    error: str = ""


class StepRecord(Record):
    """A step, before it was begun or after it.

    Attributes:
        project: The project that was applied.
        run: The run's id.
        index: The step's place in the plan, from 0.
        phase: Whether it is to begin, or has ended.
        step_kind: The kind of step.
        address: What it is about.
        words: What it does.
        step: The whole step, as a saved plan has it; only before.
        image: What it changes, as it was; only before.
        outcome: How it ended; `unknown` if the run was stopped within it. None before.
        error: What went wrong; empty if nothing did.
        measures: What was measured in it; only after.
    """

    kind: Literal["step"] = "step"
    project: str
    run: str
    index: int
    phase: Literal["before", "after"]
    step_kind: str
    address: str
    words: str
    step: JsonObject = None
    image: JsonObject = None
    outcome: Literal["done", "skipped", "failed", "unknown"] | None = None
    error: str = ""
    measures: JsonObject = None


class AppliedRecord(Record):
    """The declaration of a collection that was applied.

    Attributes:
        project: The project that it belongs to.
        run: The run that applied it.
        collection: Its declared name.
        spec: Its declaration; None if the collection is gone.
    """

    kind: Literal["applied"] = "applied"
    project: str
    run: str
    collection: str
    spec: JsonObject
