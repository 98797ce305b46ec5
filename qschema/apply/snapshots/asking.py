"""Snapshots that somebody asks for, and those that somebody wants to be rid of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.checks import check_server
from qschema.apply.ledger import Ledger
from qschema.apply.lock import ProjectLock
from qschema.apply.looking import look_around
from qschema.apply.records import SnapshotRecord
from qschema.apply.snapshots.errors import NothingToSaveError
from qschema.apply.snapshots.keeper import SnapshotKeeper
from qschema.client import QdrantClient
from qschema.planner.names import by_declared_name


def create_snapshots(
    client: QdrantClient,
    keeper: SnapshotKeeper,
    project: str,
    wanted: Iterable[str] = (),
    *,
    fetch: bool = False,
    alone: bool = False,
    lock_timeout: float = 0.0,
) -> Iterator[SnapshotRecord]:
    """Take snapshots of a project's collections, and yield each once it is in the ledger.

    Args:
        client: The instance.
        keeper: Who takes them.
        project: The project.
        wanted: The declared names of the collections; none for all.
        fetch: Whether to fetch them: on Qdrant 1.19.0 they go with their collection.
        alone: Whether no other process reaches the instance; see `ProjectLock`.
        lock_timeout: Seconds to wait for a run to end.

    Raises:
        NothingToSaveError: The project has no such collection.
        LockedError: A run holds the project's lock.
        UnreachableShardsError: Some shards lie on peers that nobody named.
        NoRoomError: There is no room.
        QdrantError: A snapshot could not be taken.
    """
    check_server(client)
    instance = look_around(client, (), ())
    owned = by_declared_name(project, instance)
    names = tuple(wanted) or tuple(sorted(owned))
    missing = [name for name in names if name not in owned]
    if missing or not names:
        raise NothingToSaveError(project, missing)
    ensure_ledger(client)
    with _locked(client, project, alone=alone, timeout=lock_timeout) as append:
        for name in names:
            yield append(keeper.take(owned[name].name, instance, project, fetch=fetch))


def remove_snapshots(
    client: QdrantClient,
    keeper: SnapshotKeeper,
    project: str,
    records: Iterable[SnapshotRecord],
    *,
    alone: bool = False,
    lock_timeout: float = 0.0,
) -> None:
    """Remove snapshots; the ledger is told first, so that it never names one that isn't there.

    Raises:
        LockedError: A run holds the project's lock.
        QdrantError: The instance could not be told.
    """
    with _locked(client, project, alone=alone, timeout=lock_timeout) as append:
        for record in records:
            append(record.model_copy(update={"phase": "removed"}))
            keeper.remove(record)


@contextmanager
def _locked(client: QdrantClient, project: str, *, alone: bool, timeout: float) -> Iterator[Any]:
    """Hold the project's lock, and return what appends a record to its ledger."""
    ledger = Ledger(client)

    def append(record: SnapshotRecord) -> SnapshotRecord:
        lock.check()
        numbered = record.model_copy(update={"seq": ledger.last_seq(project) + 1})
        ledger.append(numbered)
        return numbered

    with ProjectLock(client, project, run=uuid4().hex, timeout=timeout, alone=alone) as lock:
        yield append
