"""Going on with the numbers of writes where a shard has no log: in a copy, in a snapshot, after a log was set aside.

The engine numbers writes by their place in its log, points remember the number of the last write to them, and a write
with a lower number than a point has is taken for one that it has already. A new log would begin with 0: writes to
points that are there would be acknowledged and ignored (measured with qdrant-edge-py 0.9.0). So a log is begun that
says that it goes on where the segments end.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import numpy
import orjson

from qschema.client.embedded.files import Files
from qschema.client.embedded.log import LOG

_MAGIC = b"wal\0"
_SALT = 4
_LENGTH = 4096
"""A part of the log: its version, a number to salt its checksums with, and room; this one has no entry."""

_VERSIONS = ("id_tracker.versions", "mutable_id_tracker.versions")


def go_on_numbering(folder: Path) -> None:
    """Begin a log that goes on with the numbers of a shard's segments, if the shard has none.

    Args:
        folder: The shard's; nobody has it open.
    """
    log = folder / LOG
    if log.exists() and (not log.is_dir() or any(log.iterdir())):
        return
    number = max(_numbers(folder), default=-1) + 1
    if not number:
        return
    files = Files(durable=True)
    log.mkdir(exist_ok=True)
    # The engine knows a part of a log that is full by its name, which has the number of its first entry.
    with open(log / f"closed-{number}", "wb") as file:
        file.write((_MAGIC + secrets.token_bytes(_SALT)).ljust(_LENGTH, b"\0"))
        file.flush()
        os.fsync(file.fileno())
    files.settle(log)
    files.settle(folder)


def _numbers(folder: Path) -> Iterator[int]:
    """Yield the highest numbers that the segments know, as of their last flush."""
    for segment in (folder / "segments").glob("*-*"):
        try:
            document = orjson.loads((segment / "segment.json").read_bytes())
            yield document["version"] if isinstance(document["version"], int) else -1
        except (OSError, ValueError, KeyError, TypeError):
            pass
        for name in _VERSIONS:
            path = segment / name
            if path.exists():
                yield int(numpy.fromfile(path, "<u8").max(initial=0))
