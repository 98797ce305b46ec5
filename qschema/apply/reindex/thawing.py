"""The steps that open what a run has left closed to writes, as it was killed."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.apply.freezes import left_closed
from qschema.apply.reindex.mirrors import source_of
from qschema.client import QdrantClient
from qschema.planner.steps import ThawWrites
from qschema.schema.live import LiveInstance
from qschema.schema.spec import Schema


def thaws_of(client: QdrantClient, schema: Schema, instance: LiveInstance) -> Iterator[ThawWrites]:
    """Yield a step for each collection that is left closed.

    Args:
        client: The instance.
        schema: What is declared.
        instance: What the instance shows.

    Raises:
        QdrantError: The ledger can't be read.
    """
    for record in left_closed(client, schema.project):
        name = source_of(record.collection) or record.collection
        live = instance.collections.get(name)
        yield ThawWrites(collection=name, address=live.mark.collection if live and live.mark else name)
