"""Who holds a lock."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from qschema.apply.records.base import Record, now
from qschema.apply.who import Who


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
