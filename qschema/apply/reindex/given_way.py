"""Collections that gave way to their copy, as the journal remembers: no older generation is there to go back to."""

from __future__ import annotations

from qschema.apply.ledger import Ledger
from qschema.apply.records import StepRecord
from qschema.apply.reindex.errors import GaveWayError
from qschema.apply.snapshots.catalogue import snapshots_of
from qschema.client import QdrantClient


def attempts(client: QdrantClient, project: str, name: str, successor: str) -> list[StepRecord]:
    """Return what was noted before each try to have a collection give way, the oldest first.

    Args:
        client: The instance.
        project: The project.
        name: The name of the collection.
        successor: The physical name of what takes its place.

    Raises:
        QdrantError: The ledger can't be read.
    """
    steps = Ledger(client).read(StepRecord, project, step_kind="give_way", phase="before")
    led = {"collection": name, "successor": successor}
    return sorted((one for one in steps if led.items() <= (one.step or {}).items()), key=lambda one: one.seq)


def check_gave_way(client: QdrantClient, project: str, name: str, serving: str) -> None:
    """Make sure that the old collection wasn't deleted so that its name could lead to what serves.

    Args:
        client: The instance.
        project: The project.
        name: The declared name.
        serving: The physical name of what serves.

    Raises:
        GaveWayError: It was; the error says what brings it back.
        QdrantError: The ledger can't be read.
    """
    if begun := attempts(client, project, name, serving):
        runs = {one.run for one in begun}
        is_kept = any(one.collection == name and one.run in runs for one in snapshots_of(client, project))
        raise GaveWayError(name, serving, begun[-1], is_kept=is_kept)
