"""Who takes the snapshots of a run, and recovers them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from qschema.apply.carrying import Refused
from qschema.apply.errors import CollectionLockedError, LockLostError, StoppedError
from qschema.apply.looking import collection_image, look
from qschema.apply.records import SnapshotPart, SnapshotRecord
from qschema.apply.snapshots.catalogue import snapshot_named, snapshots_of
from qschema.apply.snapshots.cloning import Cloning
from qschema.apply.snapshots.errors import CloneFailedError, RestoreFailedError, SnapshotFailedError
from qschema.apply.snapshots.pruning import overdue
from qschema.apply.snapshots.recovering import Recovery
from qschema.apply.snapshots.shelf import Shelf
from qschema.apply.snapshots.space import check_space
from qschema.apply.snapshots.taking import take
from qschema.client import QdrantClient
from qschema.client.errors import NotFound, QdrantError
from qschema.errors import QschemaError
from qschema.planner.steps import DELETIONS, CloneCollection, RestoreCollection, Step
from qschema.schema.live import LiveInstance, Mark
from qschema.schema.snapshots import FOLDER

_OF_THE_RUN = (CollectionLockedError, LockLostError, StoppedError, QdrantError)
"""Errors that tell of more than a snapshot."""


class SnapshotKeeper:
    """Takes snapshots and recovers them.

    Args:
        clients: The peers of the instance; the first one is who carries out everything else.
        folder: Where files are kept that would go with their collection.
        keep_last: How many runs' snapshots are kept of a collection; None for all.
    """

    def __init__(
        self, clients: Sequence[QdrantClient], folder: Path = Path(FOLDER), *, keep_last: int | None = None
    ) -> None:
        self._clients = clients
        self._client = clients[0]
        self.shelf = Shelf(folder)
        self._keep_last = keep_last

    def before(self, step: Step, live: LiveInstance, project: str) -> Iterator[SnapshotRecord]:
        """Take the snapshot of what a step is about to change, and fetch those that it would take away.

        Args:
            step: The step.
            live: What the instance shows.
            project: The project.

        Yields:
            What is to be written into the ledger, the snapshot that was taken first.

        Raises:
            Refused: It could not be taken.
        """
        try:
            yield self.take(step.collection, live, project, fetch=isinstance(step, DELETIONS))
            if isinstance(step, DELETIONS):
                yield from self._rescued(step.collection, project)
        except (QschemaError, OSError) as error:
            raise Refused(f"no snapshot could be taken: {_told(error)}", kind=SnapshotFailedError) from error

    def take(self, collection: str, live: LiveInstance, project: str, *, fetch: bool) -> SnapshotRecord:
        """Take a snapshot of a collection, and fetch it, where it would go with the collection; see `take`."""
        there = live.collections[collection]
        mark = there.mark or Mark(project, collection, 1)
        space = check_space(self._client, there)
        record = take(self._clients, collection, mark, collection_image(collection, live), space=space)
        return self._fetched(record) if fetch else record

    def recover(self, step: RestoreCollection, check: Callable[[], None]) -> None:
        """Carry out a step that recovers a snapshot.

        Args:
            step: The step.
            check: Makes sure that this run may still change things.

        Raises:
            Refused: It can't be recovered, or what came isn't what was taken.
            QdrantError: Qdrant refused something, or gave no answer.
        """
        try:
            record = self._fetched(snapshot_named(self._client, step.mark.project, step.snapshot))
            Recovery(self._clients, self.shelf, record, step).carry_out(check)
        except _OF_THE_RUN:
            raise
        except (QschemaError, OSError) as error:
            raise Refused(_told(error), kind=RestoreFailedError) from error

    def clone(
        self,
        step: CloneCollection,
        check: Callable[[], None],
        note: Callable[[SnapshotRecord], SnapshotRecord],
        apart: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Carry out a step that clones a collection, by a snapshot that is taken for it.

        Args:
            step: The step.
            check: Makes sure that this run may still change things.
            note: Writes the snapshot into the ledger, where it stands until `left_by_clones` is removed.
            apart: Gives the project's lock back within a `with` block: while the snapshot is fetched and recovered.

        Raises:
            Refused: The snapshot can't be taken or recovered, or what came isn't what was taken.
            QdrantError: Qdrant refused something, or gave no answer.
        """
        try:
            record = self.take(step.source, look(self._client, step), step.mark.project, fetch=False)
            record = note(record.model_copy(update={"clone": step.collection}))
            with apart():
                check()
                Cloning(self._clients, self.shelf, record, step, self._fetched).carry_out(check)
        except _OF_THE_RUN:
            raise
        except (QschemaError, OSError) as error:
            raise Refused(_told(error), kind=CloneFailedError) from error

    def left_by_clones(self, project: str, names: Container[str]) -> list[SnapshotRecord]:
        """Return the snapshots that were taken to clone some collections, none of which is needed when that is over.

        Args:
            project: The project.
            names: The declared names.
        """
        return [one for one in snapshots_of(self._client, project) if one.clone and one.declared in names]

    def overdue(self, project: str) -> tuple[SnapshotRecord, ...]:
        """Return the snapshots that are kept no longer."""
        if self._keep_last is None:
            return ()
        return overdue(snapshots_of(self._client, project), self._keep_last)

    def remove(self, record: SnapshotRecord) -> None:
        """Remove a snapshot's files, here and on the instance. The ledger says already that it is gone."""
        for part in record.parts:
            self.shelf.remove(part.file or _file(record, part))  # it may have been fetched without a word in the ledger
            for client in self._clients:
                with suppress(NotFound):  # it is on another peer, or went with its collection
                    client.delete_snapshot(record.collection, part.name)

    def _rescued(self, collection: str, project: str) -> Iterator[SnapshotRecord]:
        """Fetch the snapshots that go with a collection."""
        for record in snapshots_of(self._client, project):
            if record.collection == collection and record.on_instance:
                with suppress(NotFound):  # somebody has removed it
                    yield self._fetched(record)

    def _fetched(self, record: SnapshotRecord) -> SnapshotRecord:
        """Return a snapshot with all its files here."""
        if not record.on_instance:
            return record
        parts = tuple(part if part.file else self._fetch(record, part) for part in record.parts)
        return record.model_copy(update={"parts": parts, **self.shelf.whereabouts})

    def _fetch(self, record: SnapshotRecord, part: SnapshotPart) -> SnapshotPart:
        for client in self._clients:
            if client.collection_cluster_info(record.collection).peer_id == part.peer or len(self._clients) == 1:
                return self.shelf.fetch(client, record.collection, part, _file(record, part))
        raise NotFound(f"the peer {part.peer} is not among those that are named", status=404)


def _file(record: SnapshotRecord, part: SnapshotPart) -> str:
    return f"{record.snapshot}.{part.peer}.snapshot"


def _told(error: Exception) -> str:
    if not isinstance(error, QschemaError):
        return str(error)
    return "\n  ".join(line for line in (error.what, error.why, error.fix) if line)
