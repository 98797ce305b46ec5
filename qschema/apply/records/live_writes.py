"""Who writes to a collection while it is reindexed, and who may not."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qschema.apply.records.base import JsonObject, Record
from qschema.apply.who import Who


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
