"""What was applied last, as the ledger tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.apply.errors import LedgerDamagedError
from qschema.apply.ledger import Ledger
from qschema.apply.records import FORMAT, AppliedRecord
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound


def read_applied(client: QdrantClient, project: str) -> dict[str, Any] | None:
    """Return the declarations of a project that were applied last, by declared name, as JSON.

    Returns:
        None if there is no ledger, or if it can't be read: this key may not, or a newer version wrote what this one
        doesn't understand. Then nobody knows what was applied.

    Raises:
        LedgerDamagedError: A record can't be read, and no newer version is to blame.
    """
    records = read_applied_records(client, project)
    return None if records is None else specs_of(records)


def specs_of(records: Mapping[str, AppliedRecord]) -> dict[str, Any]:
    """Return what the last records of collections declare, of those that aren't gone."""
    return {name: record.spec for name, record in records.items() if record.spec is not None}


def read_applied_records(client: QdrantClient, project: str) -> dict[str, AppliedRecord] | None:
    """Return the last record of each collection of a project, of those that are gone too; see `read_applied`."""
    ledger = Ledger(client)
    try:
        records = ledger.read(AppliedRecord, project)
    except (NotFound, Forbidden):
        return None
    except LedgerDamagedError:
        meta = ledger.meta()
        if meta is not None and meta.format > FORMAT:
            return None
        raise
    return {record.collection: record for record in records}
