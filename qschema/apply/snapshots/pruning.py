"""Which snapshots are kept no longer."""

from __future__ import annotations

from collections.abc import Iterable

from qschema.apply.records import SnapshotRecord


def overdue(records: Iterable[SnapshotRecord], keep_last: int) -> tuple[SnapshotRecord, ...]:
    """Return the snapshots that are not of a collection's last runs.

    Those of one run belong together: to take it back needs all of them. One that somebody asked for counts as a run.

    Args:
        records: The snapshots that are there, the oldest first.
        keep_last: Of how many runs they are kept, for each collection.
    """
    records = tuple(records)
    runs: dict[str, list[str]] = {}
    for record in records:
        of_collection = runs.setdefault(record.declared, [])
        if _run(record) not in of_collection:
            of_collection.append(_run(record))
    return tuple(one for one in records if _run(one) not in runs[one.declared][-keep_last:])


def _run(record: SnapshotRecord) -> str:
    return record.run or record.snapshot
