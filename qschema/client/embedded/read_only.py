"""An instance that is only read: any number of processes at a time, and nothing in its folder ever changes.

The engine writes into every folder that it opens: its log, and the files that it maps (qdrant-edge-py 0.9.0). So it
gets a private copy of each collection, made when the collection is first asked for.
"""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from qschema.client import requests
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.copying import copy_file, copy_folder
from qschema.client.embedded.engine import Engine
from qschema.client.embedded.errors import NotAFolder, ReadOnlyFolder
from qschema.client.embedded.files import Files
from qschema.client.embedded.folder_lock import SharedFolderLock
from qschema.client.embedded.instance import COLLECTIONS, DOCUMENT, Instance
from qschema.client.embedded.scratch import make_scratch
from qschema.client.embedded.snapshots.shelf import SNAPSHOTS
from qschema.client.errors import QdrantError
from qschema.client.requests.base import Request

R = TypeVar("R")

_READS: tuple[type[Request[Any]], ...] = (
    requests.CountPoints,
    requests.Facet,
    requests.QueryBatch,
    requests.QueryGroups,
    requests.QueryPoints,
    requests.RetrievePoints,
    requests.ScrollPoints,
    requests.SearchMatrixOffsets,
    requests.SearchMatrixPairs,
)
"""Calls that read although their verb is POST."""


class ReadOnlyEngine:
    """An instance in a folder, as it was when it was opened: nobody can write to it meanwhile.

    Args:
        folder: Where everything lies.

    Raises:
        FolderInUse: Somebody has the folder open to write.
        NotAFolder: There is no instance.
        NewerFormat: A newer version of this package wrote it.
        DamagedFolder: A file in it can't be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / DOCUMENT).exists():
            raise NotAFolder(
                "there is no instance to read", url=str(folder), fix="check the path, or open it without read_only"
            )
        self._lock = SharedFolderLock(folder)
        self._copy = make_scratch()
        try:
            _look_at(folder, self._copy)
            self._engine = Engine(self._copy, durable=False, instance=partial(_CopiedInstance, folder))
        except BaseException as error:
            self._let_go()
            if isinstance(error, QdrantError):
                raise self._placed(error) from error.__cause__
            raise

    def handle(self, request: Request[R]) -> R:
        """Answer a request.

        Raises:
            ReadOnlyFolder: It would change something; nothing was touched.
            UnexpectedResponse: What a server would refuse, with its status.
            NotInEngine: The engine doesn't have the call.
        """
        if not reads(type(request)):
            raise ReadOnlyFolder(
                "the folder was opened to be read only",
                method=request.rest.verb,
                url=str(self.folder),
                collection=request.collection,
                status=403,
                fix="make a client without read_only",
            )
        try:
            return self._engine.handle(request)
        except QdrantError as error:
            raise self._placed(error) from error.__cause__

    def close(self) -> None:
        """Forget the copy and let others write; a second call does nothing."""
        try:
            self._engine.close()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._lock.release()
        shutil.rmtree(self._copy, ignore_errors=True)

    def _placed(self, error: QdrantError) -> QdrantError:
        """Return an error that speaks of the folder, not of its copy."""
        copy, folder = str(self._copy), str(self.folder)
        error.what, error.url = error.what.replace(copy, folder), error.url.replace(copy, folder)
        error.where = error.where.replace(copy, folder)
        return error


def reads(kind: type[Request[Any]]) -> bool:
    """Return whether a call changes nothing."""
    return kind in _READS or kind.rest.verb == "GET"


class _CopiedInstance(Instance):
    """An instance whose collections are copied from another folder when they are first asked for."""

    def __init__(self, source: Path, folder: Path, files: Files) -> None:
        self._source = source
        self._copying = Lock()
        super().__init__(folder, files)
        # A copy that is thrown away isn't worth an index.
        self.optimiser.stop()

    def at(self, place: str) -> Collection | None:
        path = self.path_of(place)
        with self._copying:
            if not path.exists():
                unfinished = path.with_name(f"{place}.part")
                shutil.rmtree(unfinished, ignore_errors=True)
                copy_folder(self._source / COLLECTIONS / place, unfinished)
                os.rename(unfinished, path)
        return super().at(place)


def _look_at(folder: Path, copy: Path) -> None:
    """Prepare a copy: what there is, and the way to the snapshots, which the engine has nothing to do with."""
    copy_file(str(folder / DOCUMENT), str(copy / DOCUMENT))
    snapshots = folder / SNAPSHOTS
    if snapshots.is_dir():
        try:
            os.symlink(snapshots.resolve(), copy / SNAPSHOTS, target_is_directory=True)
        except OSError:  # Windows asks for a privilege
            copy_folder(snapshots, copy / SNAPSHOTS)
