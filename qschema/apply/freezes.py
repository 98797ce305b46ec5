"""What runs have closed to writes and not opened yet."""

from __future__ import annotations

from qschema.apply.ledger import Ledger
from qschema.apply.records import FreezeRecord
from qschema.client import QdrantClient


def left_closed(client: QdrantClient, project: str | None) -> list[FreezeRecord]:
    """Return the freezes that were begun and aren't lifted: of a run that is at work, or of one that died.

    Args:
        client: The instance.
        project: The project; None for all.

    Raises:
        QdrantError: The ledger can't be read.
    """
    latest = {(record.project, record.collection): record for record in Ledger(client).read(FreezeRecord, project)}
    return [record for record in latest.values() if record.phase == "begun"]
