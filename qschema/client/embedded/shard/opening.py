"""Opening the engine on a shard's folder, whatever a crash, or a disk, has made of it.

Each opening reads the engine's log again, so one that can't be read, or whose writes the engine breaks on, would keep
the shard shut for ever. It is set aside then: what is in the segments is there again, and what is lost is told.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from qschema.client.embedded.errors import DamagedCollection
from qschema.client.embedded.log import LOG, open_without_log
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.numbering import go_on_numbering
from qschema.client.errors import UnexpectedResponse

_UNFINISHED = "temp_segments"
"""What the engine was building when its process ended, and leaves there (qdrant-edge-py 0.9.0)."""

_OF_SEGMENTS = "failed to load segment"

_OTHERWISE = (
    "WouldBlock",
    "PermissionDenied",
    "StorageFull",
    "QuotaExceeded",
    "Too many open files",
    "OutOfMemory",
    "config is incompatible",
)
"""Failures that say nothing about the files: they are in use, there is no room, the settings want something else."""


def open_engine(folder: Path) -> Any:
    """Return the engine, open on a folder that has settings.

    Raises:
        DamagedCollection: The segments can't be read, with the log or without.
        UnexpectedResponse: The machine doesn't let it, or the settings don't fit.
    """
    shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)
    try:
        return _load(folder)
    except UnexpectedResponse as error:
        if any(sign in error.what for sign in _OTHERWISE):
            raise
        if _OF_SEGMENTS in error.what or not (folder / LOG).exists():
            raise _damaged(folder, error) from error
        why = error.what
    return open_without_log(folder, why, lambda: _without_log(folder))


def _without_log(folder: Path) -> Any:
    try:
        return _load(folder)
    except UnexpectedResponse as error:
        raise _damaged(folder, error) from error


def _load(folder: Path) -> Any:
    go_on_numbering(folder)
    with engine_errors():
        return edge.EdgeShard.load(str(folder))


def _damaged(folder: Path, error: UnexpectedResponse) -> DamagedCollection:
    return DamagedCollection(
        f"the points of the collection can't be read: {error.what}",
        url=str(folder),
        why="files in its folder are damaged; the other collections can be used",
        fix="recover a snapshot into the collection, restore its folder from a backup, or delete the collection",
    )
