"""Where an instance in memory lies: a private temporary folder, on a disk if there is one to be had.

A file system in memory that runs full ends the process (the engine maps its files; measured with qdrant-edge-py 0.9.0).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_ON_DISK = Path("/var/tmp")
_IN_MEMORY = ("tmpfs", "ramfs")
_MOUNTS = Path("/proc/self/mounts")


def make_scratch() -> Path:
    """Make a folder that only this user can read. `TMPDIR` decides where, if it is set."""
    return Path(tempfile.mkdtemp(prefix="qschema-", dir=_parent()))


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that a path is on; empty where it isn't known.

    Args:
        path: An absolute path.
        mounts: What is mounted, in the format of `/proc/mounts`.
    """
    found, depth = "", -1
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        mounted = Path(place.replace("\\040", " "))
        # The later one hides the earlier.
        if len(mounted.parts) >= depth and path.is_relative_to(mounted):
            found, depth = kind, len(mounted.parts)
    return found


def _parent() -> Path | None:
    """Return where to make the folder; None leaves it to Python."""
    told = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    if told or not _MOUNTS.exists():
        return None
    mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    usual = Path(tempfile.gettempdir()).resolve()
    better = file_system(usual, mounts) in _IN_MEMORY and file_system(_ON_DISK.resolve(), mounts) not in _IN_MEMORY
    return _ON_DISK if better and os.access(_ON_DISK, os.W_OK) else None
