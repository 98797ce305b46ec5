"""What a copy writes into the ledger of its destination, and reads there when it goes on."""

from __future__ import annotations

import threading
from typing import Any, Literal

from qschema.apply.copying.halt import insist
from qschema.apply.copying.mark import Mark
from qschema.apply.copying.plan import CopyPlan
from qschema.apply.ledger import Ledger
from qschema.apply.records import CopyRangeRecord, CopyRecord
from qschema.client import QdrantClient
from qschema.client.errors import NotFound


class CopyJournal:
    """The records of one copy. Threads may share it.

    Args:
        client: The destination.
        copying: The copy's id.
        collection: The collection that is copied into.
    """

    def __init__(self, client: QdrantClient, copying: str, collection: str) -> None:
        self._ledger = Ledger(client)
        self._copying = copying
        self._collection = collection
        self._lock = threading.Lock()
        self._seq: int | None = None

    def plan(self) -> CopyPlan | None:
        """Return what was planned; None if nothing was."""
        planned = [record for record in self._records() if record.phase == "planned"]
        return CopyPlan.model_validate(planned[-1].body) if planned else None

    def marks(self) -> dict[int, Mark]:
        """Return how far each range is that was begun, since the copy was planned last."""
        planned = max((record.seq for record in self._records() if record.phase == "planned"), default=0)
        found: dict[int, Mark] = {}
        for record in self._range_records():
            if record.seq > planned:
                last = (record.body or {}).get("last")
                found[record.index] = Mark(record.seq, record.read, record.written, last, record.done)
        return found

    def deferred(self) -> dict[str, Any] | None:
        """Return what the indexing was like before it was deferred; None if it isn't deferred."""
        told = [record for record in self._records() if record.phase in ("deferring", "restored")]
        return told[-1].body if told and told[-1].phase == "deferring" else None

    def is_done(self) -> bool:
        """Whether all ranges are done, and the indexing is as it was."""
        told = self._records()
        return bool(told) and told[-1].phase == "done"

    def note(
        self, phase: Literal["planned", "deferring", "restored", "done"], body: dict[str, Any] | None = None
    ) -> None:
        """Note what becomes of the copy as a whole."""
        record = CopyRecord(
            copying=self._copying, collection=self._collection, phase=phase, body=body, seq=self._next()
        )
        insist(lambda: self._ledger.append(record))

    def mark(self, index: int, mark: Mark) -> None:
        """Note how far a range is."""
        record = CopyRangeRecord(
            copying=self._copying,
            index=index,
            read=mark.read,
            written=mark.written,
            body={"last": mark.last},
            done=mark.done,
            seq=self._next(),
        )
        insist(lambda: self._ledger.append(record))

    def _records(self) -> list[CopyRecord]:
        try:
            return insist(lambda: self._ledger.read(CopyRecord, copying=self._copying))
        except NotFound:
            return []

    def _range_records(self) -> list[CopyRangeRecord]:
        return insist(lambda: self._ledger.read(CopyRangeRecord, copying=self._copying))

    def _next(self) -> int:
        with self._lock:
            if self._seq is None:
                told = [*self._records(), *self._range_records()]
                self._seq = max((record.seq for record in told), default=0)
            self._seq += 1
            return self._seq
