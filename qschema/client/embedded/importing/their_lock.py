"""The lock by which the official client's local mode keeps a folder to itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qschema.client.embedded.errors import FolderInUse

if sys.platform != "win32":
    import fcntl


@contextmanager
def their_lock(folder: Path) -> Iterator[None]:
    """Keep the official client out while the folder is read.

    It locks the file `.lock` (portalocker, that is flock; on Windows its files can't be opened by two, so it needs
    nothing there).

    Raises:
        FolderInUse: It has the folder open.
    """
    file = folder / ".lock"
    if sys.platform == "win32" or not file.exists():
        yield
        return
    descriptor = os.open(file, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUse(
                "the official client has the folder open", url=str(folder), fix="close that client first"
            ) from None
        yield
    finally:
        os.close(descriptor)
