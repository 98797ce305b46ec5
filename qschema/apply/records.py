"""The kinds of records that the ledger holds, and their form as payloads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter

from qschema._version import __version__
from qschema.apply.migration_id import MigrationId
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


Measures = Mapping[str, float]
"""What was measured in a step: name → a number."""


class Record(BaseModel):
    """Base of all records. They are only ever appended, never changed, but for those that tell who is alive.

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


class LeaseRecord(Record):
    """Who holds a lock, or is about to take it. It is overwritten, and ends with the lock.

    Attributes:
        project: The project.
        collection: The only collection that is locked; empty if all of the project is.
        token: The token in the lock's alias; as a UUID it is the record's point id.
        who: The holder.
        since: Since when.
        run: The run that holds it.
        beat: Is counted up for as long as the holder lives.
    """

    kind: Literal["lease"] = "lease"
    project: str
    collection: str = ""
    token: str
    who: Who
    since: datetime = Field(default_factory=now)
    run: str
    beat: int = 0


class MirrorRecord(Record):
    """What writers have to do about a reindex; for each reindex the record with the highest `seq` counts.

    Attributes:
        project: The project that the collection belongs to.
        reindex: The reindex's id.
        names: The names by which writers mean the collection: its own, and its aliases.
        blue: The name by which the old generation is reached, whatever becomes of the other names.
        green: The new generation.
        marks: The collection of marks, ids that have to be looked at once more.
        transform: The name of the transform by which a point of blue becomes one of green; empty if it stays as it is.
        phase: What writers do: write to both, hold their writes back, or write to green alone because it is over.
        seconds: The longest time that writes are held back.
    """

    kind: Literal["mirror"] = "mirror"
    project: str
    reindex: str
    names: tuple[str, ...]
    blue: str
    green: str
    marks: str
    transform: str = ""
    phase: Literal["mirroring", "paused", "over"]
    seconds: float = 0.0


class WriterRecord(Record):
    """A writer that follows reindexes. It overwrites its record for as long as it lives, and takes it away at its end.

    Attributes:
        project: The project whose reindexes it follows.
        writer: Its id, a UUID, and the record's point id.
        who: The process.
        interval: Seconds between two looks at the ledger.
        beat: Is counted up at each look.
        follows: The phase that it has come to in each reindex.
        refuses: Why it can't follow a reindex.
        unmarked: How many points it couldn't bring to a green that failed, nor mark.
    """

    kind: Literal["writer"] = "writer"
    project: str
    writer: str
    who: Who
    interval: float
    beat: int = 0
    follows: dict[str, str] = Field(default_factory=dict)
    refuses: dict[str, str] = Field(default_factory=dict)
    unmarked: int = 0


class FreezeRecord(Record):
    """A write freeze, before it begins or after it was lifted.

    Attributes:
        project: The project that the collection belongs to.
        collection: The collection that can't be written to meanwhile.
        phase: Whether it begins or was lifted.
        before: The strict mode as it was; only at its beginning.
    """

    kind: Literal["freeze"] = "freeze"
    project: str
    collection: str
    phase: Literal["begun", "lifted"]
    before: JsonObject = None


class CopyRecord(Record):
    """What becomes of copying a collection's points; the records of one copy in order tell how far it is.

    Attributes:
        copying: The copy's id.
        collection: The collection that is copied into.
        phase: Its ranges were planned; indexing is about to be deferred, or is as it was again; all ranges are done.
        body: What was planned; what the indexing is like without the copy; how many points there were.
    """

    kind: Literal["copy"] = "copy"
    copying: str
    collection: str
    phase: Literal["planned", "deferring", "restored", "done"]
    body: JsonObject = None


class CopyRangeRecord(Record):
    """How far one range of a copy is; of each range the record with the highest `seq` counts.

    Attributes:
        copying: The copy's id.
        index: The range's place in what was planned, from 0.
        read: How many points were read.
        written: How many were written, each confirmed; others were left out, or were there already.
        body: The id of the last one that was read, as `last`.
        done: Whether the range is at its end.
    """

    kind: Literal["copy_range"] = "copy_range"
    copying: str
    index: int
    read: int
    written: int
    body: JsonObject = None
    done: bool = False


class SnapshotPart(BaseModel):
    """What one peer took.

    Attributes:
        peer: The peer's number; 0 for an instance that stands alone.
        name: The snapshot's name there.
        size: How many bytes it has.
        checksum: Its SHA-256; empty where the instance doesn't tell.
        shards: The shards that it holds.
        file: The name of its file in the folder of snapshots; empty while it only lies on the instance.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    peer: int
    name: str
    size: int
    checksum: str = ""
    shards: tuple[int, ...] = ()
    file: str = ""


_TO_RECOVER = {"kind", "seq", "phase", "image", "sample", "fewest", "most", "shard_keys"}
"""What of a snapshot's record matters only to the ledger, and when it is recovered."""


class SnapshotRecord(Record):
    """A snapshot of a collection that was taken, fetched from the instance, or removed; the last record counts.

    Attributes:
        project: The project.
        snapshot: Its id.
        phase: Whether it is there.
        run: The run that took it; empty if somebody asked for it.
        index: The place in the run's plan of the step that it was taken before; -1 if somebody asked for it.
        declared: The collection's declared name.
        collection: Its physical name.
        image: The collection as it was, and the aliases around it.
        fewest: The lower of the numbers of points that were counted before and after.
        most: The higher of the two.
        sample: Id → hash of the payload, of its first points.
        parts: What each peer took.
        folder: Where their files were put; empty if they weren't.
        host: On which machine that is.
        space: Whether there was known to be room for it on the instance.
        shard_keys: The shard keys where sharding is custom, in the order of their shards' numbers.
    """

    kind: Literal["snapshot"] = "snapshot"
    project: str
    snapshot: str
    phase: Literal["taken", "removed"] = "taken"
    run: str = ""
    index: int = -1
    declared: str
    collection: str
    image: JsonObject = None
    fewest: int
    most: int
    sample: JsonObject = None
    parts: tuple[SnapshotPart, ...]
    folder: str = ""
    host: str = ""
    space: Literal["enough", "unknown"] = "unknown"
    shard_keys: tuple[int | str, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes its parts have together."""
        return sum(part.size for part in self.parts)

    @property
    def on_instance(self) -> bool:
        """Whether a part of it lies on the instance only, and goes with the collection."""
        return any(not part.file for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object, without what only matters when it is recovered."""
        fields = self.model_dump(mode="json", exclude=_TO_RECOVER)
        id_ = fields.pop("snapshot")
        return {"id": id_, **fields, "points": self.most, "size": self.size, "on_instance": self.on_instance}


AnyRecord = Annotated[
    MetaRecord
    | RunRecord
    | StepRecord
    | AppliedRecord
    | LeaseRecord
    | MirrorRecord
    | WriterRecord
    | FreezeRecord
    | CopyRecord
    | CopyRangeRecord
    | SnapshotRecord,
    Field(discriminator="kind"),
]

KINDS = frozenset(
    ("meta", "run", "step", "applied", "lease", "mirror", "writer", "freeze", "copy", "copy_range", "snapshot")
)
"""The kinds of this format; records of other kinds come from newer versions and are passed over."""

_reader: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)


_STRUCTURE = frozenset(
    (
        "kind",
        "seq",
        "at",
        "format",
        "ledger",
        "project",
        "run",
        "phase",
        "outcome",
        "token",
        "index",
        "writer",
        "reindex",
        "snapshot",
        "copying",
    )
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
