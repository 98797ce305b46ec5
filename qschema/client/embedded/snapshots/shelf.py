"""Where the files of snapshots lie, and what they are called: one folder of them, a shelf, for each collection.

Named as a server names them (1.19.0, lib/storage/src/content_manager/snapshots and
lib/collection/src/shards/replica_set/snapshots.rs; all measured). Snapshots outlive their collection, as there.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

from qschema.client import models
from qschema.client.embedded.files import Files
from qschema.client.embedded.snapshots.checksums import checksum_of
from qschema.client.errors import NotFound

SNAPSHOTS = "snapshots"
"""The folder of all that is finished."""

UNFINISHED = "unfinished"
"""The folder of what is under way; what a crash left in it is removed at opening."""

_CHECKSUM = ".checksum"
_SECOND = timedelta(seconds=1)


class Shelf:
    """The snapshots of one collection, of one shard, or of the whole instance.

    Each has a file beside it with its checksum, which comes after it and goes before it; where a crash came in
    between, the checksum is computed when it is asked for.

    Args:
        instance: The instance's folder.
        files: How to write.
        parts: The folder of the snapshots, below that of all snapshots.
        prefix: What the names begin with.
    """

    def __init__(self, instance: Path, files: Files, parts: tuple[str, ...], prefix: str) -> None:
        self._instance, self._files, self._prefix = instance, files, prefix
        self._folder = instance.joinpath(SNAPSHOTS, *parts)

    def descriptions(self) -> list[models.SnapshotDescription]:
        """Describe all snapshots that are there."""
        try:
            found = sorted(path.name for path in self._folder.iterdir() if path.is_file())
        except FileNotFoundError:
            return []
        return [_described(self._folder / name) for name in found if not name.endswith(_CHECKSUM)]

    def find(self, name: str) -> Path:
        """Return the file of a snapshot.

        Raises:
            NotFound: There is none of that name.
        """
        is_name = not any(sign in name for sign in "/\\:\0") and not name.endswith(_CHECKSUM)
        path = self._folder / name
        try:
            found = is_name and path.is_file()
        except OSError:  # a name that is too long
            found = False
        if not found:
            raise NotFound(f"there is no snapshot {name!r}", status=404)
        return path

    def delete(self, name: str) -> None:
        """Delete a snapshot.

        Raises:
            NotFound: There is none of that name.
        """
        path = self.find(name)
        _checksum_file(path).unlink(missing_ok=True)
        path.unlink()
        self._files.settle(self._folder)

    def add(self, write: Callable[[BinaryIO], str]) -> models.SnapshotDescription:
        """Put a snapshot on the shelf: it is there when it is whole, and not before.

        Args:
            write: Writes it, and returns its SHA-256.
        """
        with self._unfinished() as snapshot, self._unfinished() as beside:
            checksum = _written(snapshot, write, self._files)
            _written(beside, lambda file: str(file.write(checksum.encode())), self._files)
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / self._free_name()
            os.replace(snapshot, path)
            os.replace(beside, _checksum_file(path))
        self._files.settle(self._folder)
        return _described(path)

    def draft(self, write: Callable[[BinaryIO], str]) -> Path:
        """Write a snapshot that doesn't come onto the shelf; whoever reads it deletes it."""
        path = _unfinished_path(self._instance)
        try:
            _written(path, write, Files(durable=False))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        path = _unfinished_path(self._instance)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _free_name(self) -> str:
        """Return a name by the clock; where it is taken, by one of the next seconds (a server overwrites)."""
        now = datetime.now(timezone.utc)
        while (self._folder / (name := f"{self._prefix}-{now:%Y-%m-%d-%H-%M-%S}.snapshot")).exists():
            now += _SECOND
        return name


@contextmanager
def unfinished_folder(instance: Path) -> Iterator[Path]:
    """Make a folder for what is under way; it is removed in the end."""
    path = _unfinished_path(instance)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _unfinished_path(instance: Path) -> Path:
    folder = instance / UNFINISHED
    folder.mkdir(exist_ok=True)
    return folder / secrets.token_hex(8)


def _written(path: Path, write: Callable[[BinaryIO], str], files: Files) -> str:
    with path.open("wb") as file:
        checksum = write(file)
        if files.durable:
            file.flush()
            os.fsync(file.fileno())
    return checksum


def _described(path: Path) -> models.SnapshotDescription:
    state = path.stat()
    made = datetime.fromtimestamp(int(state.st_mtime), timezone.utc)
    described = models.SnapshotDescription(
        name=path.name, creation_time=made.strftime("%Y-%m-%dT%H:%M:%S"), size=state.st_size
    )
    try:
        described.checksum = _checksum_file(path).read_text()
    except FileNotFoundError:
        described.checksum = checksum_of(path)
    return described


def _checksum_file(path: Path) -> Path:
    return path.with_name(path.name + _CHECKSUM)
