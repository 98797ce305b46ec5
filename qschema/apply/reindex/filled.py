"""Whether a new generation holds what it was made to hold."""

from __future__ import annotations

from qschema.apply.ledger import Ledger
from qschema.apply.records import StepRecord
from qschema.client import QdrantClient

_MAKES, _FILLS = ("create_collection", "clone_collection", "restore_collection"), "copy_points"


def is_filled(client: QdrantClient, project: str, collection: str) -> bool:
    """Tell whether a copy into a collection has ended well since that was made last.

    The copy's own journal doesn't tell that alone: it has the same id where a reindex was given up and begun anew, and
    it ends before the passes do that bring along what was written meanwhile.

    Args:
        client: The instance.
        project: The project.
        collection: The physical name.

    Raises:
        QdrantError: The ledger can't be read.
    """
    ledger = Ledger(client)

    def begun(kind: str) -> list[StepRecord]:
        records = ledger.read(StepRecord, project, step_kind=kind, phase="before")
        return [one for one in records if (one.step or {}).get("collection") == collection]

    made = max((one.seq for kind in _MAKES for one in begun(kind)), default=0)
    fills = {(one.run, one.index) for one in begun(_FILLS) if one.seq > made}
    ended = ledger.read(StepRecord, project, step_kind=_FILLS, phase="after") if fills else []
    return any(one.outcome == "done" and (one.run, one.index) in fills for one in ended)
