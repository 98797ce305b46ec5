"""The kinds of records that the ledger holds, and their form as payloads."""

from __future__ import annotations

from qschema.apply.records.base import Measures, Record, now
from qschema.apply.records.copies import CopyRangeRecord, CopyRecord
from qschema.apply.records.leases import LeaseRecord
from qschema.apply.records.live_writes import FreezeRecord, MirrorRecord, WriterRecord
from qschema.apply.records.payloads import AnyRecord, from_payload, to_payload
from qschema.apply.records.runs import FORMAT, AppliedRecord, MetaRecord, RunRecord, StepRecord
from qschema.apply.records.snapshots import SnapshotPart, SnapshotRecord

__all__ = [
    "FORMAT",
    "AnyRecord",
    "AppliedRecord",
    "CopyRangeRecord",
    "CopyRecord",
    "FreezeRecord",
    "LeaseRecord",
    "Measures",
    "MetaRecord",
    "MirrorRecord",
    "Record",
    "RunRecord",
    "SnapshotPart",
    "SnapshotRecord",
    "StepRecord",
    "WriterRecord",
    "from_payload",
    "now",
    "to_payload",
]
