"""The kinds of records that the ledger holds, and their form as payloads."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter

from qschema._version import __version__
from qschema.apply.who import Who
from qschema.schema.secrets import redact

FORMAT = 1
"""The version of the ledger's form."""


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(timezone.utc)


def _as_text(value: Any) -> str | None:
    return None if value is None else orjson.dumps(redact(value), option=orjson.OPT_SORT_KEYS).decode()


def _from_text(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value


JsonObject = Annotated[dict[str, Any] | None, BeforeValidator(_from_text), PlainSerializer(_as_text, when_used="json")]
"""A JSON object that is kept as text: as a payload, its numbers might come back changed and its nulls be lost."""


class Record(BaseModel):
    """Base of all records. They are only ever appended, never changed.

    Attributes:
        kind: What sort of record it is.
        seq: Its place among the records of its project; of two records about the same thing the higher one counts.
        at: When it was written.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    seq: int = 0
    at: datetime = Field(default_factory=now)


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


class LeaseRecord(Record):
    """Who holds a project's lock, or is about to take it. The only kind that is overwritten, and ends with the lock.

    Attributes:
        project: The project.
        token: The token in the lock's alias; as a UUID it is the record's point id.
        who: The holder.
        since: Since when.
        run: The run that holds it.
        beat: Is counted up for as long as the holder lives.
    """

    kind: Literal["lease"] = "lease"
    project: str
    token: str
    who: Who
    since: datetime = Field(default_factory=now)
    run: str
    beat: int = 0


AnyRecord = Annotated[MetaRecord | RunRecord | StepRecord | AppliedRecord | LeaseRecord, Field(discriminator="kind")]

KINDS = frozenset(("meta", "run", "step", "applied", "lease"))
"""The kinds of this format; records of other kinds come from newer versions and are passed over."""

_reader: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)


_STRUCTURE = frozenset(
    ("kind", "seq", "at", "format", "ledger", "project", "run", "phase", "outcome", "token", "index")
)
"""Fields that tell records apart. A text that happens to be a secret somewhere must not make them unreadable."""


def to_payload(record: Record) -> dict[str, Any]:
    """Return a record as a payload, without the secrets that may stand in it."""
    fields = record.model_dump(mode="json")
    return {name: value if name in _STRUCTURE else redact(value) for name, value in fields.items()}


def from_payload(payload: dict[str, Any] | None) -> AnyRecord | None:
    """Read a payload; None if it is of a kind that this version doesn't know.

    Raises:
        ValueError: It is of a known kind and can't be read.
    """
    if not payload or payload.get("kind") not in KINDS:
        return None
    return _reader.validate_python(payload)
