"""What filled the vectors of a collection that serves already, where its run was killed before it could say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.apply.ledger import Ledger
from qschema.apply.records import AppliedRecord, RunRecord, StepRecord
from qschema.client import QdrantClient
from qschema.planner.names import Applied, by_declared_name
from qschema.schema.live import LiveInstance


def filled_by(
    client: QdrantClient, project: str, instance: LiveInstance, applied: Mapping[str, AppliedRecord]
) -> Applied:
    """Return the declarations by which copies were made that serve already, where they don't count as applied yet.

    No instance shows what filled a vector. A copy serves from the switch on, and what it was made from counts as
    applied only at the end of the run: in between, what was applied last tells of the collection before.

    Args:
        client: The instance.
        project: The project.
        instance: What it shows.
        applied: The last record of each collection.

    Raises:
        QdrantError: The ledger can't be read.
    """
    serving = {name: live.name for name, live in by_declared_name(project, instance).items()}
    ledger, found = Ledger(client), dict[str, dict[str, Any]]()
    for copied in ledger.read(StepRecord, project, step_kind="copy_points", phase="before"):
        last = applied.get(copied.address)
        is_later = last is None or copied.seq > last.seq
        if is_later and serving.get(copied.address) == (copied.step or {}).get("collection"):
            for run in ledger.read(RunRecord, project, run=copied.run, phase="started"):
                if said := ((run.body or {}).get("records") or {}).get(copied.address):
                    found[copied.address] = said
    return found
