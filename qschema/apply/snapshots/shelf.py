"""The folder in which snapshots are kept that would go with their collection."""

from __future__ import annotations

import shutil
import socket
from hashlib import sha256
from pathlib import Path

from qschema.apply.records import SnapshotPart, SnapshotRecord
from qschema.apply.snapshots.errors import DamagedSnapshotError, NoRoomError, SnapshotGoneError
from qschema.client import QdrantClient

LONG_SECONDS = 86_400.0
"""How long a snapshot may take to be made, to be fetched or to be recovered."""

_PIECE = 1 << 20


class Shelf:
    """Keeps the files of snapshots.

    Args:
        folder: Where.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def whereabouts(self) -> dict[str, str]:
        """Where it is, as a record of the ledger tells it."""
        return {"folder": str(self.folder.resolve()), "host": socket.gethostname()}

    def fetch(self, client: QdrantClient, collection: str, part: SnapshotPart, file: str) -> SnapshotPart:
        """Fetch a snapshot's file from the instance; it is there whole, or not at all.

        Args:
            client: The peer that has it.
            collection: The collection's physical name.
            part: What the peer has.
            file: The name that the file gets.

        Returns:
            The part, with its file.

        Raises:
            NoRoomError: It doesn't fit on the disk.
            QdrantError: It isn't there, or came damaged.
            OSError: It can't be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < part.size:
            raise NoRoomError(str(self.folder), part.size, free)
        path = self.folder / file
        client.download_snapshot(collection, part.name, path, checksum=part.checksum or None, timeout=LONG_SECONDS)
        return part.model_copy(update={"file": file, "checksum": part.checksum or _checksum(path)})

    def path_of(self, record: SnapshotRecord, part: SnapshotPart) -> Path:
        """Return the path of a snapshot's file.

        Raises:
            SnapshotGoneError: It isn't there.
            DamagedSnapshotError: It isn't what it was.
        """
        path = self.folder / part.file
        if not path.is_file():
            raise SnapshotGoneError(part.file, record.host, str(self.folder))
        if _checksum(path) != part.checksum:
            raise DamagedSnapshotError(str(path))
        return path

    def remove(self, file: str) -> None:
        """Remove the file of a snapshot, if it is here."""
        (self.folder / file).unlink(missing_ok=True)


def _checksum(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
