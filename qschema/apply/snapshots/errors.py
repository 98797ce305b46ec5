"""What can go wrong with snapshots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from qschema.apply.errors import ApplyError, StepFailedError


class SnapshotFailedError(StepFailedError):
    """No snapshot could be taken, so the step that it was for was not begun."""

    code: ClassVar[str] = "snapshot.failed"


class RestoreFailedError(StepFailedError):
    """A snapshot could not be recovered, or is not what it was."""

    code: ClassVar[str] = "snapshot.restore-failed"


class CloneFailedError(StepFailedError):
    """A collection could not be cloned by a snapshot."""

    code: ClassVar[str] = "snapshot.clone-failed"


class NoSuchSnapshotError(ApplyError):
    """There is no such snapshot, or more than one."""

    code: ClassVar[str] = "snapshot.unknown"

    def __init__(self, wanted: str, found: int) -> None:
        super().__init__(
            f"{found or 'no'} snapshots of this project have an id that begins with {wanted!r}",
            fix="qschema snapshot list shows the snapshots and their ids",
        )


class UnreachableShardsError(ApplyError):
    """Some shards of a collection lie on peers that nobody named, so that no snapshot would hold them."""

    code: ClassVar[str] = "snapshot.peers"

    def __init__(self, collection: str, peers: Iterable[str]) -> None:
        super().__init__(
            f"a snapshot of {collection!r} would not be whole",
            why=f"a peer's snapshot holds its own shards only, and some lie on {', '.join(peers)}",
            fix="name every peer in the environment: peers: [http://HOST:6333, …]; "
            "or do without one: snapshots: {before: never} before a step, lifecycle: {replace: copy} to fill a clone",
        )


class NoRoomError(ApplyError):
    """A snapshot doesn't fit on the disk."""

    code: ClassVar[str] = "snapshot.no-room"

    def __init__(self, folder: str, needed: int, free: int) -> None:
        super().__init__(
            f"the snapshot takes {needed:,} bytes, and {free:,} are free",
            where=folder,
            fix="make room, or name another place: snapshots: {folder: …}; qschema snapshot prune removes old ones",
        )


class SnapshotGoneError(ApplyError):
    """A file of a snapshot is not where it was put."""

    code: ClassVar[str] = "snapshot.gone"

    def __init__(self, file: str, host: str, here: str) -> None:
        super().__init__(
            f"a snapshot's file is not here: {file}",
            where=here,
            why=f"it was put there on {host}" if host else "the instance doesn't have it any more",
            fix="bring it here, or run this where it is" if host else "qschema snapshot list shows what is left",
        )


class DamagedSnapshotError(ApplyError):
    """A file of a snapshot is not what it was."""

    code: ClassVar[str] = "snapshot.damaged"

    def __init__(self, path: str) -> None:
        super().__init__(
            "a snapshot's file is not what it was when it was taken",
            where=path,
            why="its checksum differs from the one in the ledger",
            fix="bring back the file from a copy of it; qschema snapshot list shows other snapshots",
        )


class NothingToSaveError(ApplyError):
    """There is no such collection to take a snapshot of."""

    code: ClassVar[str] = "snapshot.no-collection"

    def __init__(self, project: str, missing: Iterable[str] = ()) -> None:
        named = ", ".join(missing)
        super().__init__(
            f"the project {project!r} has no collection here to take a snapshot of" + (f": {named}" if named else ""),
            why="a collection is the project's once it was created or adopted by an apply",
            fix="qschema status shows the collections",
        )
