"""How far copies have come."""

from __future__ import annotations

from typing import Literal

from qschema.apply.records.base import JsonObject, Record


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
