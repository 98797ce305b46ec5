"""Records as payloads of the ledger's points, and back."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from qschema.apply.records.base import Record
from qschema.apply.records.copies import CopyRangeRecord, CopyRecord
from qschema.apply.records.leases import LeaseRecord
from qschema.apply.records.live_writes import FreezeRecord, MirrorRecord, WriterRecord
from qschema.apply.records.runs import AppliedRecord, MetaRecord, RunRecord, StepRecord
from qschema.apply.records.snapshots import SnapshotRecord
from qschema.schema.secrets import redact

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
